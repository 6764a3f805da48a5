import type { ScoredRow } from "./scored";

/**
 * Rows by the score of the part at `position`, or by name when it is null. Images in which the part is absent
 * come last in either direction: absent is not a low score.
 */
export function sortRows(
  rows: readonly ScoredRow[],
  position: number | null,
  descending: boolean,
): ScoredRow[] {
  const byName = (a: ScoredRow, b: ScoredRow) =>
    a.row.name.localeCompare(b.row.name, undefined, { numeric: true });
  if (position === null) return [...rows].sort((a, b) => (descending ? byName(a, b) : byName(b, a)));
  const score = (s: ScoredRow) => s.result?.scores[position] ?? null;
  return [...rows].sort((a, b) => {
    const x = score(a);
    const y = score(b);
    if (x === null || y === null) return x === y ? byName(a, b) : x === null ? 1 : -1;
    return (descending ? y - x : x - y) || byName(a, b);
  });
}

/** Which of `count` items of equal height are in sight, with `margin` more on both sides. */
export function visibleWindow(
  count: number,
  itemHeight: number,
  scrollTop: number,
  viewHeight: number,
  margin = 3,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(scrollTop / itemHeight) - margin);
  const to = Math.min(count, Math.ceil((scrollTop + viewHeight) / itemHeight) + margin);
  return { from: Math.min(from, count), to: Math.max(to, Math.min(from, count)) };
}
