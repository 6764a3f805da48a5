import { aggregate, type ScoreOptions } from "./contribution";
import type { PartSums } from "./part-sums";

/** Below this balance, biases or cancellation ate the relevance: ratios mean little and the image is flagged. */
export const LOW_BALANCE = 0.1;

/**
 * κ = |Σ A_k| / Σ |A_k| over the included, visible parts, in 0…1: how much of the parts' relevance survives
 * adding it up, A_k being the mean or the sum of the part's relevance as the aggregation says. Null when there is no relevance to compare (nothing visible, or an all-zero map).
 */
export function balance(
  sums: readonly PartSums[],
  { aggregation, include }: Pick<ScoreOptions, "aggregation" | "include"> = {},
): number | null {
  let net = 0;
  let gross = 0;
  sums.forEach((s, k) => {
    if (s.n === 0 || include?.[k] === false) return;
    const a = aggregate(s, "sum", aggregation);
    net += a;
    gross += Math.abs(a);
  });
  return gross === 0 ? null : Math.min(1, Math.abs(net) / gross);
}
