import { type Aggregation, aggregate, contributionScores } from "@/core/analysis/scores/contribution";
import type { PartSums } from "@/core/analysis/scores/part-sums";

/**
 * How a map becomes one number a part. `sum`, `mean`: ΣR and ΣR / N (Eq. 4). The per-sign ones are what the product
 * shows: shares of all positive, or of all negative relevance.
 */
export const SCORINGS = ["sum", "mean", "per-sign sum", "per-sign mean"] as const;
export type Scoring = (typeof SCORINGS)[number];

/** One number a region, in the regions' order. A region without pixels counts 0. */
export function importances(regions: readonly PartSums[], scoring: Scoring): number[] {
  const aggregation: Aggregation = scoring.endsWith("sum") ? "sum" : "mean";
  if (scoring === "sum" || scoring === "mean") return regions.map((r) => aggregate(r, "sum", aggregation));
  return contributionScores(regions, { normalisation: "per-sign", aggregation }).scores.map((s) => s ?? 0);
}
