import { explanationName } from "@/core/domain/explanation";
import type { Aggregation, Normalisation } from "../scores/contribution";
import type { QualityMeasure } from "../selection/rule";
import type { FindingBasis, FindingGroup, FindingView, StaleReason } from "./finding";
import { type FindingStatistics, highestMean, mostDifferent } from "./finding-statistics";
import { percent, signed } from "./percent";

type Named = { name: string };

/** |δ| below which one speaks of hardly any, a small, a medium difference (Romano et al. 2006). */
const NEGLIGIBLE = 0.147;
const SMALL = 0.33;
const MEDIUM = 0.474;

/** How large a Cliff's δ is, in one word. */
export function deltaWord(delta: number): "negligible" | "small" | "medium" | "large" {
  const size = Math.abs(delta);
  return size < NEGLIGIBLE ? "negligible" : size < SMALL ? "small" : size < MEDIUM ? "medium" : "large";
}

/** What a finding says, in a sentence: which part tells the groups apart best, or carries the only one. */
export function findingHeadline(
  statistics: FindingStatistics,
  groups: readonly Named[],
  parts: readonly Named[],
): string {
  const [a, b] = statistics.groups;
  if (!a) return "Nothing was compared.";
  if (!b || !statistics.effects) return oneGroup(a, groups[0]!.name, parts);
  const best = mostDifferent(statistics.effects);
  if (best === null)
    return `“${groups[0]!.name}” and “${groups[1]!.name}” cannot be compared: no part has scores in both.`;
  const { delta, g } = statistics.effects[best]!;
  const mean = (of: typeof a, name: string) =>
    `${percent(of.parts[best]!.mean ?? 0, 1)} in “${name}” (n = ${of.parts[best]!.n})`;
  const size = deltaWord(delta!);
  const says =
    size === "negligible"
      ? `No part tells the groups apart clearly; the largest difference is in ${parts[best]!.name}`
      : `${parts[best]!.name} tells the groups apart best, a ${size} difference`;
  const effect = `Cliff’s δ ${signed(delta!)}${g === null ? "" : `, Hedges’ g ${signed(g)}`}`;
  return `${says}: mean ${mean(a, groups[0]!.name)} against ${mean(b, groups[1]!.name)}; ${effect}.`;
}

function oneGroup(group: FindingStatistics["groups"][number], name: string, parts: readonly Named[]): string {
  const best = highestMean(group);
  if (best === null) return `No image of “${name}” has scores yet.`;
  const { mean, interval, n } = group.parts[best]!;
  const range = interval
    ? ` (95 % interval ${percent(interval.low, 1)} to ${percent(interval.high, 1)})`
    : "";
  return `In “${name}”, ${parts[best]!.name} has the highest mean, ${percent(mean!, 1)}${range}, over ${images(n)}.`;
}

/**
 * What may be concluded. Groups made from the scores (a lasso on their map, a rule or filter about them) are
 * compared by those same scores: a test would find a difference in pure noise (Gao, Bien & Witten 2022).
 */
export function inference(
  groups: readonly Pick<FindingGroup, "kind" | "rule">[],
  view: Pick<FindingView, "ranges" | "quality">,
): { label: "descriptive"; madeFromScores: boolean; sentence: string } {
  const madeFromScores =
    [view, ...groups.flatMap((g) => g.rule ?? [])].some(
      (r) => r.ranges.length + (r.quality?.length ?? 0) > 0,
    ) || groups.some((g) => g.kind === "lasso");
  const sentence = madeFromScores
    ? "Descriptive: a group was made from the very scores it is compared by, so a test would find differences even in noise. No p-value is given; the grey band shows what randomly dealt groups of these sizes differ by."
    : "Descriptive: the groups were defined without the scores, but nothing was tested. The grey band shows what randomly dealt groups of these sizes differ by.";
  return { label: "descriptive", madeFromScores, sentence };
}

const NORMALISED: Record<Normalisation, string> = {
  "per-sign":
    "Scores are per sign: a positive score is the part’s share of all that speaks for the class, a negative one its share of all that speaks against it",
  ratio: "Scores are ratios: the part’s relevance over the sum of all parts’ (Eq. 5)",
  absolute: "Scores are absolute: the part’s relevance over the sum of all parts’ magnitudes",
};

const MEASURES: Record<QualityMeasure, string> = {
  balance: "balance κ",
  faithfulness: "part faithfulness ρ",
};

const AGGREGATED: Record<Aggregation, string> = {
  mean: "averaged over each part’s pixels (Eq. 4)",
  sum: "summed over each part’s pixels, so that a part’s area counts",
};

/** How the numbers were made, as a paragraph for a report or paper. `madeOn` is a date in words. */
export function methodsParagraph(
  statistics: FindingStatistics,
  groups: readonly Named[],
  view: FindingView,
  basis: FindingBasis,
  madeOn: string,
): string {
  const { parts, model, explanations, resamples, seed } = basis;
  const explained = explanations.map(
    (e) => `${methodWords(e)}${explanations.length > 1 ? ` (${images(e.images)})` : ""}`,
  );
  const weighted = parts.filter((p) => (view.weights[p.position] ?? 1) !== 1);
  const partName = (id: string) => parts.find((p) => p.id === id)?.name ?? "a part";
  const filters = [
    ...view.ranges.map(
      (r) => `${partName(r.partId)} ${percent(r.min)} to ${percent(r.max)}${r.orAbsent ? " or absent" : ""}`,
    ),
    ...view.quality.map((q) => `${MEASURES[q.measure]} ${q.min} to ${q.max}`),
    ...(view.groupIds
      ? [
          `class groups ${view.groupIds.map((id) => basis.classGroups.find((g) => g.id === id)?.name ?? id).join(", ")}`,
        ]
      : []),
  ];
  const sizes = statistics.groups.map(
    (g, i) => `“${groups[i]!.name}” ${images(g.images)}, ${g.scored} with scores`,
  );
  return [
    model
      ? `Classifier: ${model.name} (sha256 ${model.sha256.slice(0, 12)}…).`
      : "The project had no classifier.",
    explained.length > 0
      ? `Relevance by ${explained.join(" and ")} for each image’s best class of the target group, ${AGGREGATED[view.aggregation]}.`
      : "No relevance map was available.",
    `${NORMALISED[view.normalisation]}.`,
    basis.backgroundInScores ? "" : "The background takes no part in the scores.",
    weighted.length === 0
      ? "All weights are 1."
      : `Means are of score × weight, with ${weighted.map((p) => `${p.name} ${view.weights[p.position]}`).join(", ")} and all others 1.`,
    filters.length === 0 ? "" : `Filters: ${filters.join("; ")}.`,
    `Groups: ${sizes.join("; ")}; out of ${images(statistics.universe)}.`,
    `Intervals are 95 % bias-corrected and accelerated bootstrap intervals (Efron 1987), B = ${resamples.toLocaleString("en")} resamples, seed ${seed}.`,
    statistics.effects
      ? "Effect sizes are Hedges’ g and Cliff’s δ of the scores, the first group less the second; composition is compared by Cramér’s V, overlap by Jaccard’s index and the hypergeometric tail."
      : "",
    `Computed ${madeOn}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** Why the finding is stale, in words; at most `most` images are named. Empty when it is not. */
export function staleWords(reasons: readonly StaleReason[], most = 5): string[] {
  const words: string[] = [];
  if (reasons.some((r) => r.kind === "model")) words.push("The project’s classifier is another one now.");
  for (const r of reasons)
    if (r.kind === "explanation") words.push(`The project’s maps are made by another method now: ${r.is}.`);
  if (reasons.some((r) => r.kind === "parts")) words.push("The project’s parts were changed.");
  const changed = reasons.flatMap((r) => ("imageId" in r ? [r] : []));
  for (const r of changed.slice(0, most)) {
    if (r.kind === "removed") words.push(`${r.name} was removed.`);
    else if (r.kind === "prediction") words.push(`${r.name} was classified again.`);
    else if (r.kind === "scores") words.push(`${r.name} was scored again.`);
    else if (r.was === null) words.push(`${r.name} was without scores and has revision ${r.is} now.`);
    else words.push(`${r.name} has revision ${r.is} now; this rests on revision ${r.was}.`);
  }
  if (changed.length > most) words.push(`And ${images(changed.length - most)} more changed.`);
  return words;
}

function methodWords(e: FindingBasis["explanations"][number]): string {
  if (e.composite === null || e.epsilon === null) return explanationName(e);
  return `${e.method.toUpperCase()} (composite ${e.composite}, ε = ${scientific(e.epsilon)})`;
}

/** 1e-6 instead of 0.000001. */
const scientific = (value: number) =>
  value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : `${value}`;

const images = (n: number) => `${n} ${n === 1 ? "image" : "images"}`;
