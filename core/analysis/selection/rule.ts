import type { ScoreUnits } from "../scores/contribution";

/** A part's shown score must lie in [min, max] (fractions: 0.3 is 30 %), both ends included. */
export interface ScoreRange {
  partId: string;
  min: number;
  max: number;
  /** Images in which the part cannot be seen pass too; otherwise they never do. */
  orAbsent?: boolean;
}

/**
 * A selection that follows the data: all images that pass every range and are of one of the groups and
 * classes. Empty or missing lists restrict nothing. Scores are in the rule's own units, whatever a viewer
 * has chosen to look at, so that the rule means the same to everybody.
 */
export interface SelectionRule extends ScoreUnits {
  ranges: ScoreRange[];
  groupIds?: string[];
  /** Indices of explained classes. */
  classIndices?: number[];
}

export interface RuleSubject {
  imageId: string;
  groupId: string;
  classIndex: number;
  /** Shown scores by part position, in the rule's units; null for an image without scores. */
  scores: readonly (number | null)[] | null;
}

/** Whether one image is in the selection. `partIds` gives the id at each part position. */
export function passesRule(rule: SelectionRule, subject: RuleSubject, partIds: readonly string[]): boolean {
  if (rule.groupIds?.length && !rule.groupIds.includes(subject.groupId)) return false;
  if (rule.classIndices?.length && !rule.classIndices.includes(subject.classIndex)) return false;
  return rule.ranges.every((range) => {
    const position = partIds.indexOf(range.partId);
    // A rule about a part the project no longer has can be true of nothing.
    if (position < 0 || subject.scores === null) return false;
    const score = subject.scores[position] ?? null;
    if (score === null) return range.orAbsent === true;
    return score >= range.min && score <= range.max;
  });
}

/** Ids of the members, in the order of the images. */
export function ruleMembers(
  rule: SelectionRule,
  subjects: readonly RuleSubject[],
  partIds: readonly string[],
): string[] {
  return subjects.filter((s) => passesRule(rule, s, partIds)).map((s) => s.imageId);
}
