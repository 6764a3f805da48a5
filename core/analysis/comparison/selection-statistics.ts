import { average, type BootstrapOptions, bcaMeanInterval, type Interval } from "./bootstrap";

export interface StatisticsImage {
  imageId: string;
  groupId: string;
  /** Name of the best class of all. */
  topClass: string;
  /** Shown scores per part position; null for an image that has none. */
  scores: readonly (number | null)[] | null;
}

export interface PartStatistics {
  /** Mean of score × weight over the images in which the part is visible; null when it is in none. */
  mean: number | null;
  interval: Interval | null;
  /** Images in which the part has a score. */
  n: number;
}

export interface Count {
  key: string;
  count: number;
}

/** What the statistics charts of one selection show (paper, Figs. 8F and 9). */
export interface SelectionStatistics {
  images: number;
  scored: number;
  parts: PartStatistics[];
  /** Most frequent first; equal counts by name. */
  classes: Count[];
  groups: Count[];
  /** Per part position: images whose highest shown score × weight is this part's. */
  topContributors: number[];
}

/** Describes a selection. `weights` has one entry per part position and decides how many parts there are. */
export function selectionStatistics(
  images: readonly StatisticsImage[],
  weights: readonly number[],
  options: BootstrapOptions = {},
): SelectionStatistics {
  const scored = images.flatMap((image) => (image.scores ? [image.scores] : []));
  const topContributors = weights.map(() => 0);
  for (const scores of scored) {
    const top = topContributor(scores, weights);
    if (top !== null) topContributors[top]! += 1;
  }
  return {
    images: images.length,
    scored: scored.length,
    parts: weights.map((weight, k) => {
      const values = scored.flatMap((s) => (s[k] === null || s[k] === undefined ? [] : [s[k] * weight]));
      return {
        mean: values.length === 0 ? null : average(values),
        interval: bcaMeanInterval(values, options),
        n: values.length,
      };
    }),
    classes: counts(images.map((i) => i.topClass)),
    groups: counts(images.map((i) => i.groupId)),
    topContributors,
  };
}

/** Position of the part with the highest weighted score, the first of equals; null without any score. */
export function topContributor(
  scores: readonly (number | null)[],
  weights: readonly number[],
): number | null {
  let top: number | null = null;
  let best = -Infinity;
  weights.forEach((weight, k) => {
    const score = scores[k] ?? null;
    if (score !== null && score * weight > best) {
      best = score * weight;
      top = k;
    }
  });
  return top;
}

function counts(keys: readonly string[]): Count[] {
  const found = new Map<string, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return [...found]
    .map(([key, count]) => ({ key, count }))
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}
