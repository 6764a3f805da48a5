import { inOneGo, type Steps } from "../steps";
import { type Composition, compareComposition } from "./composition";
import { type Overlap, overlap } from "./overlap";
import { type PartEffect, partEffectSteps } from "./part-effects";
import { type SelectionStatistics, type StatisticsImage, selectionStatistics } from "./selection-statistics";

/** What is computed of one or two groups when they become a finding. Arrays over parts go by position. */
export interface FindingStatistics {
  groups: SelectionStatistics[];
  /** The next four are null for a finding of one group. */
  effects: PartEffect[] | null;
  classes: Composition | null;
  classGroups: Composition | null;
  overlap: Overlap | null;
  /** Images the groups could have been made of: all that pass the view's filters. */
  universe: number;
}

export interface FindingStatisticsInput {
  /** One or two groups; order matters: effects are the first less the second. */
  groups: readonly (readonly StatisticsImage[])[];
  /** One a part position. Means are weighted; effect sizes do not depend on weights, and are of the scores themselves. */
  weights: readonly number[];
  universe: number;
  resamples: number;
  seed: number;
}

/** The statistics of a finding, seeded: the same input gives the same numbers. In steps. */
export function* findingSteps(input: FindingStatisticsInput): Steps<FindingStatistics> {
  const { weights, universe, resamples, seed } = input;
  const groups: SelectionStatistics[] = [];
  for (const images of input.groups) {
    groups.push(selectionStatistics(images, weights, { resamples, seed }));
    yield;
  }
  const [a, b] = input.groups;
  if (!a || !b) return { groups, effects: null, classes: null, classGroups: null, overlap: null, universe };
  const ids = (images: readonly StatisticsImage[]) => images.map((i) => i.imageId);
  return {
    groups,
    effects: yield* effectSteps(a, b, weights.length, { resamples, seed }),
    classes: compareComposition(groups[0]!.classes, groups[1]!.classes),
    classGroups: compareComposition(groups[0]!.groups, groups[1]!.groups),
    overlap: overlap(ids(a), ids(b), universe),
    universe,
  };
}

type Scored = Pick<StatisticsImage, "scores">;

/** Effect sizes of all parts. `resamples` 0: no intervals, for a quick look. */
export const partEffects = (...groups: Parameters<typeof effectSteps>) => inOneGo(effectSteps(...groups));

function* effectSteps(
  first: readonly Scored[],
  second: readonly Scored[],
  parts: number,
  options: { resamples: number; seed?: number },
): Steps<PartEffect[]> {
  const scores = (images: readonly Scored[], k: number) => images.flatMap((i) => i.scores?.[k] ?? []);
  const effects: PartEffect[] = [];
  for (let k = 0; k < parts; k++)
    effects.push(yield* partEffectSteps(scores(first, k), scores(second, k), options));
  return effects;
}

/** Position of the part that tells two groups apart best: greatest |δ|, then greatest |g|; null when none can be compared. */
export function mostDifferent(effects: readonly Pick<PartEffect, "g" | "delta">[]): number | null {
  let best: number | null = null;
  const size = (value: number | null | undefined) => Math.abs(value ?? 0);
  effects.forEach((effect, k) => {
    if (effect.delta === null) return;
    const present = best === null ? null : effects[best]!;
    const wins =
      present === null ||
      size(effect.delta) > size(present.delta) ||
      (size(effect.delta) === size(present.delta) && size(effect.g) > size(present.g));
    if (wins) best = k;
  });
  return best;
}

/** Position of the part with the highest mean; null when no part has one. */
export function highestMean(statistics: SelectionStatistics): number | null {
  let best: number | null = null;
  statistics.parts.forEach(({ mean }, k) => {
    if (mean !== null && (best === null || mean > statistics.parts[best]!.mean!)) best = k;
  });
  return best;
}
