import type { RuleDescription } from "@/core/analysis/selection/describe";
import type { SetOperation } from "@/core/analysis/selection/sets";
import { percent } from "./figures/figure";

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
