import { average } from "../bootstrap";

/* One pair of groups at a time: what the resampled effect sizes of the product are held against. */

/**
 * Hedges' g: difference of the means in pooled standard deviations, corrected for small samples
 * (Hedges 1981, factor 1 − 3/(4ν − 1)). Null with fewer than two values a side or no spread at all.
 */
export function hedgesG(a: readonly number[], b: readonly number[]): number | null {
  const freedom = a.length + b.length - 2;
  if (a.length < 2 || b.length < 2) return null;
  const pooled = Math.sqrt((squaredDeviations(a) + squaredDeviations(b)) / freedom);
  if (pooled === 0) return null;
  return ((average(a) - average(b)) / pooled) * (1 - 3 / (4 * freedom - 1));
}

/**
 * Cliff's δ (1993): how much oftener a value of `a` exceeds one of `b` than the other way round, in −1…1.
 * Null when either is empty.
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  const sorted = Float64Array.from(b).sort();
  let net = 0;
  for (const v of a) net += countBelow(sorted, v, false) - (sorted.length - countBelow(sorted, v, true));
  return net / (a.length * b.length);
}

/** How many entries are below `v`, or not above it. */
function countBelow(sorted: Float64Array, v: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < v || (orEqual && sorted[middle] === v)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function squaredDeviations(values: readonly number[]): number {
  const mean = average(values);
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
}
