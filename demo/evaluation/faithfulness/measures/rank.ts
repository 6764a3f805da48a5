/**
 * Kendall's τ-b: agreement of two orders, pair by pair, in −1…1, ties allowed for on both sides (Kendall 1945); null
 * where one side is constant.
 */
export function kendall(a: readonly number[], b: readonly number[]): number | null {
  let agreement = 0;
  let [untiedA, untiedB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const x = Math.sign(a[i]! - a[j]!);
      const y = Math.sign(b[i]! - b[j]!);
      agreement += x * y;
      untiedA += x * x;
      untiedB += y * y;
    }
  }
  return untiedA > 0 && untiedB > 0 ? agreement / Math.sqrt(untiedA * untiedB) : null;
}

/** Positions from the highest value down; equal values keep their order. */
export function descending(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((i, j) => values[j]! - values[i]!);
}
