import type { ScoreUnits } from "../scores/contribution";
import { type RuleSubject, ruleMembers, type ScoreRange, type SelectionRule } from "./rule";

export interface RuleDescription {
  rule: SelectionRule;
  /** Share of what the rule retrieves that is in the selection. */
  precision: number;
  /** Share of the selection that the rule retrieves. */
  recall: number;
}

/**
 * The smallest set of part ranges that retrieves a selection: begins with every part's span over the members
 * (so all scored members are retrieved), then lets go of ranges, the least useful first, as long as the balance
 * of precision and recall (F₁) does not fall. The subjects' scores, and so the rule, are in the given units.
 * Deterministic. Null when no member has scores.
 */
export function describeByRule(
  members: readonly string[],
  subjects: readonly RuleSubject[],
  partIds: readonly string[],
  { normalisation, aggregation }: ScoreUnits,
): RuleDescription | null {
  const wanted = new Set(members);
  const inside = subjects.filter((s) => wanted.has(s.imageId) && s.scores !== null);
  if (inside.length === 0) return null;
  const judge = (ranges: readonly ScoreRange[]) => {
    const rule: SelectionRule = {
      normalisation,
      ...(aggregation ? { aggregation } : {}),
      ranges: [...ranges],
    };
    const found = ruleMembers(rule, subjects, partIds);
    const hits = found.filter((id) => wanted.has(id)).length;
    const precision = found.length === 0 ? 0 : hits / found.length;
    const recall = hits / wanted.size;
    return { rule, precision, recall, f1: hits === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
  };

  let best = judge(partIds.map((partId, k) => span(partId, k, inside)).filter((r) => r !== null));
  while (best.rule.ranges.length > 1) {
    const { ranges } = best.rule;
    const without = ranges.map((_, i) => judge(ranges.filter((_, j) => j !== i)));
    const next = without.reduce((a, b) => (b.f1 > a.f1 ? b : a));
    if (next.f1 < best.f1 - 1e-12) break;
    best = next;
  }
  const { rule, precision, recall } = best;
  return { rule, precision, recall };
}

/** The span of a part's scores over the members, widened to whole percents; null when it is absent in all. */
function span(partId: string, position: number, inside: readonly RuleSubject[]): ScoreRange | null {
  const scores = inside.flatMap((s) => s.scores?.[position] ?? []);
  if (scores.length === 0) return null;
  const range: ScoreRange = {
    partId,
    min: Math.floor(Math.min(...scores) * 100) / 100,
    max: Math.ceil(Math.max(...scores) * 100) / 100,
  };
  return scores.length < inside.length ? { ...range, orAbsent: true } : range;
}
