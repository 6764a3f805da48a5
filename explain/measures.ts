/** Figures of one explanation, computed from its map. Pure; maps are `[H·W]`, channels summed. */

/** Sums the channels of `[C, H, W]`. */
export function sumChannels(relevance: Float32Array, channels: number): Float32Array {
  const area = relevance.length / channels;
  const map = new Float32Array(area);
  for (let i = 0; i < area; i++) {
    let total = 0;
    for (let c = 0; c < channels; c++) total += relevance[c * area + i]!;
    map[i] = total;
  }
  return map;
}

export interface PartScore {
  /** Label in the map. */
  readonly index: number;
  /** N_k, in pixels. */
  readonly pixels: number;
  /** A_k = Σ R / N_k (Eq. 4 of the paper). */
  readonly mean: number;
  readonly positive: number;
  readonly negative: number;
  /** H_k, a share of all parts' relevance, signs apart: +P_k where A_k ≥ 0, else −Q_k. */
  readonly score: number;
}

/** Label of pixels that belong to no part. */
export const NO_PART = 255;

/** Scores of all parts that occur in `labels`. */
export function partScores(map: Float32Array, labels: Uint8Array): PartScore[] {
  const sums = new Map<number, { pixels: number; positive: number; negative: number }>();
  labels.forEach((label, i) => {
    if (label === NO_PART) return;
    const entry = sums.get(label) ?? { pixels: 0, positive: 0, negative: 0 };
    entry.pixels++;
    if (map[i]! >= 0) entry.positive += map[i]!;
    else entry.negative += map[i]!;
    sums.set(label, entry);
  });
  const means = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([index, s]) => ({
      index,
      pixels: s.pixels,
      positive: s.positive / s.pixels,
      negative: s.negative / s.pixels,
    }));
  const allPositive = means.reduce((sum, m) => sum + m.positive, 0);
  const allNegative = means.reduce((sum, m) => sum - m.negative, 0);
  return means.map((m) => {
    const mean = m.positive + m.negative;
    const share = mean >= 0 ? m.positive / (allPositive || 1) : m.negative / (allNegative || 1);
    return { ...m, mean, score: share };
  });
}

/** κ = |Σ a| / Σ |a|: 1 where all have one sign, near 0 where they cancel. 0 for nothing at all. */
export function balance(values: ArrayLike<number>): number {
  let sum = 0;
  let absolute = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    absolute += Math.abs(values[i]!);
  }
  return absolute === 0 ? 0 : Math.abs(sum) / absolute;
}

/** (Σ R − score) / |score| */
export function conservation(sum: number, score: number): number {
  return (sum - score) / Math.abs(score);
}
