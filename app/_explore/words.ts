import type { Normalisation } from "@/core/analysis/scores/contribution";
import type { RuleDescription } from "@/core/analysis/selection/describe";
import type { SetOperation } from "@/core/analysis/selection/sets";
import { percent } from "./figures/figure";

/** One sentence per normalisation: what the numbers are shares of. */
export const normalisationNotes: Record<Normalisation, string> = {
  "per-sign":
    "Positive scores are shares of all that speaks for the class, negative ones of all that speaks against it.",
  ratio:
    "Each score is the part’s mean relevance over the sum of all (Eq. 5); scores of an image add up to 100 %.",
  absolute: "Each score is the part’s mean relevance over the sum of all magnitudes.",
};

export const normalisationNames: Record<Normalisation, string> = {
  "per-sign": "Per sign",
  ratio: "Ratio",
  absolute: "Absolute",
};

/** “A and B”: what two named selections put together are called. */
export function operationName(operation: SetOperation, a: string, b: string): string {
  const words: Record<SetOperation, string> = { union: "or", intersection: "and", difference: "without" };
  return `${a} ${words[operation]} ${b}`;
}

/** “Right Eye −100 % to −20 % retrieves it with precision 96 % and recall 100 %.” */
export function ruleInWords(
  { rule, precision, recall }: RuleDescription,
  parts: readonly { id: string; name: string }[],
): string {
  const ranges = rule.ranges.map((r) => {
    const name = parts.find((p) => p.id === r.partId)?.name ?? "a part";
    return `${name} ${percent(r.min)} to ${percent(r.max)}${r.orAbsent ? " or absent" : ""}`;
  });
  const what = ranges.length === 0 ? "Any score" : ranges.join(", ");
  return `${what} retrieves it with precision ${percent(precision)} and recall ${percent(recall)}.`;
}
