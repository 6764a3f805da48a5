import type { GroupSymbol } from "@/core/domain/classes";

const SHAPES: Record<GroupSymbol, React.ReactNode> = {
  circle: <circle cx="6" cy="6" r="4.6" />,
  square: <rect x="1.8" y="1.8" width="8.4" height="8.4" />,
  "triangle-up": <path d="M6 1.2 11 10.2H1Z" />,
  diamond: <path d="M6 .8 11.2 6 6 11.2 .8 6Z" />,
  star: <path d="m6 .6 1.6 3.5 3.8.4-2.8 2.6.8 3.7L6 8.9l-3.4 1.9.8-3.7L.6 4.5l3.8-.4Z" />,
  cross: <path d="M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3Z" />,
};

/** A class group's symbol as the map draws it. */
export function GroupMark({ symbol }: { symbol: GroupSymbol }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden opacity={0.7}>
      {SHAPES[symbol]}
    </svg>
  );
}
