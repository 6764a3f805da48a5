import type { RevisionState } from "@/core/domain/review";

/** How a revision's state is called and coloured everywhere. */
export const STATE_WORDS: Record<RevisionState, { label: string; color: string }> = {
  submitted: { label: "Waiting for review", color: "blue" },
  approved: { label: "Approved", color: "green" },
  changes_requested: { label: "Changes asked", color: "orange" },
};

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** “3 hours ago”, seen from `now`. */
export function ago(date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  for (const [unit, length] of STEPS)
    if (Math.abs(seconds) >= length) return RELATIVE.format(Math.round(seconds / length), unit);
  return "just now";
}
