import { setImmediate as breathe } from "node:timers/promises";
import {
  type FindingStatistics,
  type FindingStatisticsInput,
  findingSteps,
} from "@/core/analysis/comparison/finding-statistics";

/** Enough for intervals one can publish. */
export const RESAMPLES = 2000;
export const SEED = 1;

/** The statistics of groups, with other requests served between the steps. */
export async function computeStatistics(
  input: Omit<FindingStatisticsInput, "resamples" | "seed">,
): Promise<FindingStatistics> {
  const steps = findingSteps({ ...input, resamples: RESAMPLES, seed: SEED });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}
