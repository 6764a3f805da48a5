/** The label of an item that is in no cluster. */
export const NOISE = -1;

/** Numbers clusters by size, the largest first, equal ones by their first item; null is noise. */
export function relabelled(raw: readonly (number | null)[]): { labels: Int32Array; count: number } {
  const sizes = new Map<number, number>();
  for (const c of raw) if (c !== null) sizes.set(c, (sizes.get(c) ?? 0) + 1);
  // A Map keeps the order of first appearance, and sorting is stable.
  const order = [...sizes].sort((a, b) => b[1] - a[1]).map(([c]) => c);
  const rank = new Map(order.map((c, i) => [c, i]));
  return { labels: Int32Array.from(raw, (c) => (c === null ? NOISE : rank.get(c)!)), count: order.length };
}
