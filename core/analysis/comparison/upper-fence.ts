/** Tukey's upper fence (1977): Q3 + 1.5 (Q3 − Q1), quartiles by linear interpolation. Infinity for fewer than four values. */
export function upperFence(values: readonly number[]): number {
  if (values.length < 4) return Infinity;
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (p: number) => {
    const at = p * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low]! + (at - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
  };
  const [q1, q3] = [quantile(0.25), quantile(0.75)];
  return q3 + 1.5 * (q3 - q1);
}
