/** A round thing in parts: one region stands out. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2a10 10 0 0 0-8.66 15L12 12z" fill="var(--mantine-color-accent-4)" />
      <path d="M3.34 17a10 10 0 0 0 17.32 0L12 12z" fill="light-dark(#cfd3d9, #4b515c)" />
      <path d="M12 2v10l8.66 5A10 10 0 0 0 12 2z" fill="var(--mantine-color-accent-7)" />
    </svg>
  );
}
