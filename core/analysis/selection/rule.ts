import type { ScoreUnits } from "../scores/contribution";

/** A part's shown score must lie in [min, max] (fractions: 0.3 is 30 %), both ends included. */
export interface ScoreRange {
  partId: string;
  min: number;
  max: number;
  /** Images in which the part cannot be seen pass too; otherwise they never do. */
  orAbsent?: boolean;
}

/** How good an explanation is by its own checks: `balance` κ (0…1), `faithfulness` ρ (−1…1). */
export const QUALITY_MEASURES = ["balance", "faithfulness"] as const;
export type QualityMeasure = (typeof QUALITY_MEASURES)[number];

/** Both ends included. An image that could not be measured never passes. */
export interface QualityRange {
  measure: QualityMeasure;
  min: number;
  max: number;
}

/**
 * A selection that follows the data: all images that pass every range and are of one of the groups and
 * classes. Empty or missing lists restrict nothing. Scores are in the rule's own units, whatever a viewer
 * has chosen to look at, so that the rule means the same to everybody.
 */
export interface SelectionRule extends ScoreUnits {
  ranges: ScoreRange[];
  quality?: QualityRange[];
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
  /** In the same units; null or missing where it could not be measured (yet). */
  quality?: Partial<Record<QualityMeasure, number | null>>;
}

/** Whether one image is in the selection. `partIds` gives the id at each part position. */
export function passesRule(rule: SelectionRule, subject: RuleSubject, partIds: readonly string[]): boolean {
  if (rule.groupIds?.length && !rule.groupIds.includes(subject.groupId)) return false;
  if (rule.classIndices?.length && !rule.classIndices.includes(subject.classIndex)) return false;
  const good = rule.quality?.every(({ measure, min, max }) => {
    const value = subject.quality?.[measure] ?? null;
    return value !== null && value >= min && value <= max;
  });
  if (good === false) return false;
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
