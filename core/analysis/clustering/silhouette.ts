import type { Distances } from "./distances";
import { NOISE } from "./labels";

export interface Silhouette {
  /** Mean width over all items that are in a cluster; null with fewer than two clusters. */
  mean: number | null;
  /** Mean width per cluster. */
  clusters: (number | null)[];
  /** Width per item, in −1…1; null for noise. */
  widths: (number | null)[];
}

/**
 * Silhouette widths (Rousseeuw 1987): (b − a) / max(a, b), with a the mean distance to the item's own cluster and b
 * that to the nearest other one. 0 for an item alone in its cluster. Noise is neither judged nor compared with.
 */
export function silhouette({ n, data }: Distances, labels: Int32Array, count: number): Silhouette {
  const sizes = new Array<number>(count).fill(0);
  for (const label of labels) if (label !== NOISE) sizes[label]! += 1;
  if (count < 2)
    return { mean: null, clusters: sizes.map(() => null), widths: new Array<null>(n).fill(null) };
  const totals = sizes.map(() => 0);
  const widths = Array.from(labels, (own, i) => {
    if (own === NOISE) return null;
    if (sizes[own] === 1) return 0;
    const sums = new Float64Array(count);
    for (let j = 0; j < n; j++) if (labels[j] !== NOISE) sums[labels[j]!]! += data[i * n + j]!;
    const a = sums[own]! / (sizes[own]! - 1);
    let b = Infinity;
    for (let c = 0; c < count; c++) if (c !== own) b = Math.min(b, sums[c]! / sizes[c]!);
    return a === b ? 0 : (b - a) / Math.max(a, b);
  });
  widths.forEach((width, i) => {
    if (width !== null) totals[labels[i]!]! += width;
  });
  const judged = sizes.reduce((a, b) => a + b, 0);
  return {
    mean: totals.reduce((a, b) => a + b, 0) / judged,
    clusters: totals.map((total, c) => total / sizes[c]!),
    widths,
  };
}
