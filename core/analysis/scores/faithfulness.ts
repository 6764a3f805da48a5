import { spearman } from "./rank-correlation";

/** Does taking a part away lower the class's score the more, the higher the part's own score is? */
export interface Faithfulness {
  /** Spearman's ρ of the part scores with the drops, −1…1; null with fewer than three parts, or where one side is all alike. */
  rho: number | null;
  /** Parts that could be compared: scored, and with pixels to take away. */
  parts: number;
}

/**
 * Part faithfulness of one image. Both arrays have one entry per part position.
 *
 * @param scores shown scores, under any units; null for parts without one (absent, left out)
 * @param drops fall of the explained class's score (logit units) when that part alone is replaced; null where there was nothing
 *   to replace
 */
export function partFaithfulness(
  scores: readonly (number | null)[],
  drops: readonly (number | null)[],
): Faithfulness {
  const shown: number[] = [];
  const measured: number[] = [];
  scores.forEach((score, k) => {
    const drop = drops[k] ?? null;
    if (score === null || drop === null) return;
    shown.push(score);
    measured.push(drop);
  });
  return { rho: spearman(shown, measured), parts: shown.length };
}
