import type { PartSums } from "./part-sums";

/**
 * How the relevance of a part's pixels becomes one number A_k. `mean`: ΣR / N_k (Eq. 4, the paper's and the default):
 * how strongly the part speaks, whatever its size. `sum`: ΣR: how much of the decision lies in the part, where its
 * area counts.
 */
export const AGGREGATIONS = ["mean", "sum"] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/**
 * How the relevances A_k of an image become comparable scores.
 * `per-sign`: positives and negatives each as shares of their own total (the default).
 * `ratio`: A_k / ΣA, Eq. 5 to the letter. `absolute`: A_k / Σ|A|.
 */
export const NORMALISATIONS = ["per-sign", "ratio", "absolute"] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** What a score is in the units of; two scores compare only when both agree. */
export interface ScoreUnits {
  normalisation: Normalisation;
  /** `mean` where missing, as in everything saved before there was a choice. */
  aggregation?: Aggregation;
}

/** Below this share of Σ|A|, ΣA is numerically nothing, and dividing by it says nothing. */
export const RATIO_FLOOR = 1e-6;

/**
 * `scored`; `absent`: no visible pixel; `excluded`: left out of the project's scores (Background of the
 * paper's birds); `undefined`: the image has no score under the ratio rule.
 */
export type PartStatus = "scored" | "absent" | "excluded" | "undefined";

/** All arrays have one entry per part position. Scores are fractions (0.39 is shown as 39 %). */
export interface ContributionScores {
  /** The shown signed score; null unless `status` is `scored`. */
  scores: (number | null)[];
  status: PartStatus[];
  /** P_k = A⁺_k / ΣA⁺, in 0…1, whatever the normalisation (but of its aggregation); null where absent or excluded. */
  positive: (number | null)[];
  /** Q_k = |A⁻_k| / Σ|A⁻|, in 0…1, likewise; null where absent or excluded. */
  negative: (number | null)[];
  /** False when no part could be scored: nothing visible, or ΣA vanishes under `ratio`. */
  defined: boolean;
}

export interface ScoreOptions extends ScoreUnits {
  /** Per part position: whether it takes part in the scores. Missing entries count as true. */
  include?: readonly boolean[];
}

/** A⁺, A⁻ or A of one part: its sum, over its pixels where the aggregation is the mean. 0 for a part without pixels. */
export function aggregate(
  sums: PartSums,
  of: "sum" | "positive" | "negative",
  aggregation: Aggregation = "mean",
): number {
  if (sums.n === 0) return 0;
  return aggregation === "sum" ? sums[of] : sums[of] / sums.n;
}

/** The contribution scores H_k of one image (paper, Eqs. 4 and 5). Absent and excluded parts enter no sum. */
export function contributionScores(sums: readonly PartSums[], options: ScoreOptions): ContributionScores {
  const counted = sums.map((s, k) => s.n > 0 && options.include?.[k] !== false);
  const each = (of: "sum" | "positive" | "negative") =>
    sums.map((s, k) => (counted[k] ? aggregate(s, of, options.aggregation) : 0));
  const a = each("sum");
  const plus = each("positive");
  const minus = each("negative").map(Math.abs);
  const p = shares(plus);
  const q = shares(minus);
  const shown = signedScores(options.normalisation, a, p, q);

  const status = sums.map((s, k): PartStatus => {
    if (options.include?.[k] === false) return "excluded";
    if (s.n === 0) return "absent";
    return shown ? "scored" : "undefined";
  });
  const keep = (values: readonly number[]) => values.map((v, k) => (counted[k] ? v : null));
  return {
    scores: status.map((state, k) => (state === "scored" && shown ? shown[k]! : null)),
    status,
    positive: keep(p),
    negative: keep(q),
    defined: status.includes("scored"),
  };
}

function signedScores(
  rule: Normalisation,
  a: readonly number[],
  p: readonly number[],
  q: readonly number[],
): number[] | null {
  switch (rule) {
    case "per-sign":
      return a.map((value, k) => (value >= 0 ? p[k]! : -q[k]!));
    case "ratio": {
      const sum = total(a);
      const floor = RATIO_FLOOR * total(a.map(Math.abs));
      // An all-zero map has ΣA = floor = 0, and no ratio either.
      return sum === 0 || Math.abs(sum) < floor ? null : a.map((value) => value / sum);
    }
    case "absolute": {
      const sum = total(a.map(Math.abs));
      return sum === 0 ? a.map(() => 0) : a.map((value) => value / sum);
    }
  }
}

function shares(values: readonly number[]): number[] {
  const sum = total(values);
  return sum === 0 ? values.map(() => 0) : values.map((v) => v / sum);
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}
