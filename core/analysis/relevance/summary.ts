export interface RelevanceSummary {
  sum: number;
  /** Σ max(R, 0) and Σ min(R, 0). */
  positive: number;
  negative: number;
  maxAbs: number;
  /** (ΣR − score) / |score|: 0 where the map conserves the explained score; null where the score is 0. */
  conservation: number | null;
}

/** What a relevance map adds up to, against the pre-softmax `score` it explains. */
export function summariseRelevance(relevance: Float32Array, score: number): RelevanceSummary {
  let positive = 0;
  let negative = 0;
  let maxAbs = 0;
  for (const r of relevance) {
    if (r > 0) positive += r;
    else negative += r;
    maxAbs = Math.max(maxAbs, Math.abs(r));
  }
  const sum = positive + negative;
  return {
    sum,
    positive,
    negative,
    maxAbs,
    conservation: score === 0 ? null : (sum - score) / Math.abs(score),
  };
}
