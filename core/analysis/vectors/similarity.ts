import type { UnitRows } from "./matrix";

/** δ of Eq. 6 for two score vectors under weights, in −1…1; 0 when either weighted vector is zero. */
export function weightedCosine(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
  weights: readonly number[],
): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let k = 0; k < weights.length; k++) {
    const x = (a[k] ?? 0) * weights[k]!;
    const y = (b[k] ?? 0) * weights[k]!;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : Math.max(-1, Math.min(1, dot / Math.sqrt(aa * bb)));
}

/**
 * Squared distances 2 − 2·δ of all pairs i < j, condensed row by row: entry `pairIndex(n, i, j)`.
 * A zero row is at δ = 0 from all, so at squared distance 2.
 */
export function squaredDistances(rows: UnitRows): Float64Array {
  const { data, n, k } = rows;
  const out = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let dot = 0;
      for (let c = 0; c < k; c++) dot += data[i * k + c]! * data[j * k + c]!;
      out[at++] = Math.max(0, 2 - 2 * dot);
    }
  }
  return out;
}

/** Where the pair (i, j), i < j < n, lies in a condensed upper triangle. */
export function pairIndex(n: number, i: number, j: number): number {
  return i * n - (i * (i + 1)) / 2 + j - i - 1;
}

export interface Influence {
  /** W_k²: Eq. 6 weights both vectors, so a weight of 10 acts as 100. */
  factor: number;
  /** Mean share of the part in the squared length of the weighted vectors, 0…1; all parts add up to 1. */
  share: number;
}

/** How much each part really moves the similarity under the present weights, for the images that have any. */
export function effectiveInfluence(rows: UnitRows, weights: readonly number[]): Influence[] {
  const shares = new Float64Array(rows.k);
  let images = 0;
  for (let i = 0; i < rows.n; i++) {
    if (rows.zero[i]) continue;
    images++;
    for (let c = 0; c < rows.k; c++) shares[c]! += rows.data[i * rows.k + c]! ** 2;
  }
  return Array.from(shares, (s, c) => ({ factor: weights[c]! ** 2, share: images === 0 ? 0 : s / images }));
}
