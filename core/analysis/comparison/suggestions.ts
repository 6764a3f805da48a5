import { cosineDistances, type Distances } from "../clustering/distances";
import { type ClusterSelection, hdbscan } from "../clustering/hdbscan";
import { kMedoids } from "../clustering/k-medoids";
import { NOISE } from "../clustering/labels";
import { type Silhouette, silhouette } from "../clustering/silhouette";
import type { ScoreUnits } from "../scores/contribution";
import { describeByRule, type RuleDescription } from "../selection/describe";
import type { RuleSubject } from "../selection/rule";
import { pickRows, scoreRows, weightedUnitRows } from "../vectors/matrix";
import { type SelectionStatistics, selectionStatistics } from "./selection-statistics";
import { upperFence } from "./upper-fence";

export const SUGGEST_METHODS = ["hdbscan", "k-medoids"] as const;

export type SuggestSettings =
  | { method: "hdbscan"; minClusterSize: number; selection: ClusterSelection }
  /** `k` null: the number of clusters with the greatest mean silhouette width. */
  | { method: "k-medoids"; k: number | null };

export interface SuggestSubject extends RuleSubject {
  /** Name of the best class of all. */
  topClass: string;
}

export interface SuggestRequest {
  /** The images looked at; those without scores are counted and left out. */
  subjects: readonly SuggestSubject[];
  partIds: readonly string[];
  /** By part position, as for the map. */
  weights: readonly number[];
  /** Of the subjects' scores. */
  units: ScoreUnits;
  settings: SuggestSettings;
}

/**
 * `cluster`: a group. What is in none: `noise` (HDBSCAN), of it or of the groups `outliers`, far sparser than where they
 * were last in a group; `between` (k-medoids), nearer on average to another group than to their own.
 */
export type SuggestionKind = "cluster" | "noise" | "outliers" | "between";

export interface Suggestion {
  kind: SuggestionKind;
  /** Image ids, the most typical first (the most outlying first, for outliers). */
  members: string[];
  /** Mean silhouette width; null for what is no cluster, or where there is one cluster only. */
  silhouette: number | null;
  statistics: SelectionStatistics;
  /** Position of the part with the highest mean weighted score over all members (absent counts 0), if above 0; … */
  leading: number | null;
  /** … and of the part with the lowest, if below 0. */
  against: number | null;
  /** Smallest part ranges that retrieve it among the images looked at. */
  rule: RuleDescription | null;
}

export interface SuggestResult {
  /** Largest first. */
  clusters: Suggestion[];
  /** What is in no cluster, and what is doubtful; empty ones are left out. */
  rest: Suggestion[];
  /** Over everything in a cluster; null with fewer than two. */
  silhouette: number | null;
  /** Images clustered, and those left out: without scores, or with a zero vector (similar to nothing). */
  clustered: number;
  unscored: number;
  apart: number;
}

/** Most clusters the silhouette chooses among. */
export const MOST_CLUSTERS = 12;

/** Two images at one place are no group yet. */
export const LEAST_CLUSTER = 3;

/**
 * HDBSCAN's smallest cluster where nobody has chosen: 5, the default of the common implementations, and a
 * hundredth of a large collection.
 */
export function defaultClusterSize(images: number): number {
  return Math.max(5, Math.round(images / 100));
}

/**
 * Groups of images with similar scores, under the map's weighted cosine distance and in all dimensions (never on the
 * map), each described. They are made from the scores, so differences in scores between them are descriptive and no
 * evidence. Deterministic. n² memory: meant for up to about 2,000 images.
 */
export function suggest({ subjects, partIds, weights, units, settings }: SuggestRequest): SuggestResult {
  const scored = subjects.filter((s) => s.scores !== null);
  const all = weightedUnitRows(
    scoreRows(
      scored.map((s) => s.scores!),
      partIds.length,
    ),
    weights,
  );
  const members = Array.from(all.zero.keys()).filter((i) => !all.zero[i]);
  const images = members.map((i) => scored[i]!);
  const left = { unscored: subjects.length - scored.length, apart: scored.length - images.length };
  if (images.length < 2 * LEAST_CLUSTER)
    return { clusters: [], rest: [], silhouette: null, clustered: images.length, ...left };

  const found = group(cosineDistances(pickRows(all, members)), settings);
  const told = (kind: SuggestionKind, indices: readonly number[], width: number | null): Suggestion =>
    described(
      kind,
      indices.map((i) => images[i]!),
      width,
      { scored, partIds, weights, units },
    );
  return {
    clusters: found.widths.clusters.map((width, c) =>
      told(
        "cluster",
        byTypicality(
          [...found.labels.keys()].filter((i) => found.labels[i] === c),
          found.atypical,
        ),
        width,
      ),
    ),
    rest: found.rest
      .filter(({ items }) => items.length > 0)
      .map(({ kind, items }) => told(kind, items, null)),
    silhouette: found.widths.mean,
    clustered: images.length,
    ...left,
  };
}

interface Grouping {
  labels: Int32Array;
  widths: Silhouette;
  /** Per image: the higher, the less it is like its group. */
  atypical: ArrayLike<number>;
  rest: { kind: SuggestionKind; items: number[] }[];
}

function group(distances: Distances, settings: SuggestSettings): Grouping {
  if (settings.method === "k-medoids") {
    const { labels, widths } = bestMedoids(distances, settings.k);
    const atypical = widths.widths.map((w) => -(w ?? 0));
    const between = [...labels.keys()].filter((i) => (widths.widths[i] ?? 0) < 0);
    return {
      labels,
      widths,
      atypical,
      rest: [{ kind: "between", items: byTypicality(between, atypical).reverse() }],
    };
  }
  const { labels, count, outlierScores } = hdbscan(distances, settings);
  // ε/ε_max = 1/(1 − GLOSH): a ratio, so the fence is on its logarithm.
  const sparsity = Array.from(outlierScores, (score) => -Math.log(1 - score));
  const fence = upperFence(sparsity);
  const items = [...labels.keys()];
  const outliers = items.filter((i) => sparsity[i]! > fence);
  return {
    labels,
    widths: silhouette(distances, labels, count),
    atypical: outlierScores,
    rest: [
      {
        kind: "noise",
        items: byTypicality(
          items.filter((i) => labels[i] === NOISE),
          outlierScores,
        ),
      },
      { kind: "outliers", items: byTypicality(outliers, outlierScores).reverse() },
    ],
  };
}

function bestMedoids(distances: Distances, wanted: number | null) {
  const most = Math.min(MOST_CLUSTERS, Math.floor(distances.n / LEAST_CLUSTER));
  const numbers =
    wanted === null ? Array.from({ length: most - 1 }, (_, i) => i + 2) : [Math.min(wanted, distances.n)];
  return numbers
    .map((k) => {
      const { labels, count } = kMedoids(distances, k);
      return { labels, widths: silhouette(distances, labels, count) };
    })
    .reduce((best, next) => ((next.widths.mean ?? -1) > (best.widths.mean ?? -1) ? next : best));
}

const byTypicality = (items: readonly number[], atypical: ArrayLike<number>) =>
  [...items].sort((a, b) => atypical[a]! - atypical[b]! || a - b);

function described(
  kind: SuggestionKind,
  images: readonly SuggestSubject[],
  width: number | null,
  {
    scored,
    partIds,
    weights,
    units,
  }: Pick<SuggestRequest, "partIds" | "weights" | "units"> & { scored: readonly SuggestSubject[] },
): Suggestion {
  const members = images.map((i) => i.imageId);
  const means = weights.map(
    (w, k) => images.reduce((sum, i) => sum + (i.scores?.[k] ?? 0) * w, 0) / images.length,
  );
  const extreme = (sign: 1 | -1) => {
    const at = means.reduce((best, m, k) => (m * sign > means[best]! * sign ? k : best), 0);
    return means[at]! * sign > 0 ? at : null;
  };
  return {
    kind,
    members,
    silhouette: width,
    statistics: selectionStatistics(images, weights, { resamples: 0 }),
    leading: extreme(1),
    against: extreme(-1),
    rule: describeByRule(members, scored, partIds, units),
  };
}
