import type { PartSums } from "./part-sums";
import { spearman } from "./rank-correlation";

/**
 * Does taking a part away lower the score the more, the higher the part's own contribution is said to be? All arrays have one
 * entry per part position.
 */
export interface Faithfulness {
  /** Spearman's ρ of the shown part scores with the drops, −1…1; null with fewer than three parts, or all alike. */
  rho: number | null;
  /** The same for the parts' total relevance Σ R: removing a part takes all of it, while a score is its mean per pixel. */
  rhoOfTotals: number | null;
  /** Parts that could be compared: scored, and seen. */
  parts: number;
}

/**
 * Part faithfulness of one image.
 *
 * @param scores shown scores; null for parts without one (absent, left out)
 * @param sums relevance of the same parts
 * @param drops fall of the explained score (logit units) when that part alone is replaced; null where there was nothing to replace
 */
export function partFaithfulness(
  scores: readonly (number | null)[],
  sums: readonly PartSums[],
  drops: readonly (number | null)[],
): Faithfulness {
  const shown: number[] = [];
  const totals: number[] = [];
  const measured: number[] = [];
  scores.forEach((score, k) => {
    const drop = drops[k] ?? null;
    if (score === null || drop === null) return;
    shown.push(score);
    totals.push(sums[k]!.sum);
    measured.push(drop);
  });
  return { rho: spearman(shown, measured), rhoOfTotals: spearman(totals, measured), parts: shown.length };
}
