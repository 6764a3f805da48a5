/** Part scores of one map under the two ways of adding up, for comparing them with the truth. Pure. */

export interface PartShares {
  /** Shown score of the paper (Eq. 4, signs apart): mean relevance, +P_k or −Q_k; null for absent parts. */
  mean: (number | null)[];
  /** Signed relevance of the part over the sum of all parts' absolute values. */
  sum: (number | null)[];
}

/** `map` [H·W] relevance, channels summed; `labels` [H·W] part of each pixel. */
export function partShares(map: ArrayLike<number>, labels: Uint8Array, parts: number): PartShares {
  const positive = new Float64Array(parts);
  const negative = new Float64Array(parts);
  const pixels = new Float64Array(parts);
  labels.forEach((part, i) => {
    const v = map[i]!;
    pixels[part]!++;
    if (v >= 0) positive[part]! += v;
    else negative[part]! -= v;
  });
  const each = Array.from({ length: parts }, (_, k) => k);
  const meanPositive = each.map((k) => (pixels[k]! > 0 ? positive[k]! / pixels[k]! : 0));
  const meanNegative = each.map((k) => (pixels[k]! > 0 ? negative[k]! / pixels[k]! : 0));
  const allPositive = meanPositive.reduce((a, b) => a + b, 0) || 1;
  const allNegative = meanNegative.reduce((a, b) => a + b, 0) || 1;
  const net = each.map((k) => positive[k]! - negative[k]!);
  const allNet = net.reduce((a, b) => a + Math.abs(b), 0) || 1;
  const absent = (k: number) => pixels[k] === 0;
  return {
    mean: each.map((k) => {
      if (absent(k)) return null;
      const plus = meanPositive[k]!;
      const minus = meanNegative[k]!;
      return plus >= minus ? plus / allPositive : -minus / allNegative;
    }),
    sum: each.map((k) => (absent(k) ? null : net[k]! / allNet)),
  };
}
