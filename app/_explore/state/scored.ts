import { includedParts } from "@/core/analysis/parts/included";
import { balance } from "@/core/analysis/scores/balance";
import {
  type ContributionScores,
  contributionScores,
  type ScoreUnits,
} from "@/core/analysis/scores/contribution";
import { type Faithfulness, partFaithfulness } from "@/core/analysis/scores/faithfulness";
import {
  passesRule,
  type RuleSubject,
  ruleMembers,
  type SelectionRule,
} from "@/core/analysis/selection/rule";
import type { Part } from "@/core/domain/parts";
import type { ExploreRow, ExploreSelection } from "../props";

/**
 * A row with its scores in the view's units; null while no revision has been scored, and while new scores are being made:
 * what is compared, counted and laid out is made alike.
 */
export interface ScoredRow {
  row: ExploreRow;
  result: ContributionScores | null;
  /** Scores of before, while the row waits for new ones: only to be looked at. */
  before: ContributionScores | null;
  /** κ under the same aggregation; low values are flagged. */
  balance: number | null;
  /** ρ in the same units; null while it has not been measured. */
  faithfulness: Faithfulness | null;
}

/** Scores of all rows in the given units. `parts` in order of position. */
export function scoreAll(
  rows: readonly ExploreRow[],
  parts: readonly Part[],
  { normalisation, aggregation }: ScoreUnits,
  backgroundInScores: boolean,
): ScoredRow[] {
  const include = includedParts(parts, backgroundInScores);
  return rows.map((row) => {
    const scores = row.sums ? contributionScores(row.sums, { normalisation, aggregation, include }) : null;
    const result = row.waiting ? null : scores;
    return {
      row,
      result,
      before: row.waiting ? scores : null,
      balance: row.sums && !row.waiting ? balance(row.sums, { aggregation, include }) : null,
      faithfulness: result && row.checks?.drops ? partFaithfulness(result.scores, row.checks.drops) : null,
    };
  });
}

/** The row as a rule sees it. An image without any defined score counts as not scored. */
export function subjectOf({ row, result, balance, faithfulness }: ScoredRow): RuleSubject {
  return {
    imageId: row.imageId,
    groupId: row.groupId,
    classIndex: row.explained.index,
    scores: result?.defined ? result.scores : null,
    quality: { balance, faithfulness: faithfulness?.rho ?? null },
  };
}

/** Ids of the rows that pass the filters of the view. */
export function passing(
  scored: readonly ScoredRow[],
  rule: SelectionRule,
  partIds: readonly string[],
): Set<string> {
  return new Set(scored.filter((s) => passesRule(rule, subjectOf(s), partIds)).map((s) => s.row.imageId));
}

/**
 * Members of a selection now, among the present rows: a lasso's are frozen, a rule's follow the data (under the
 * rule's own units).
 */
export function membersOf(
  selection: Pick<ExploreSelection, "kind" | "members" | "rule">,
  rows: readonly ExploreRow[],
  parts: readonly Part[],
  backgroundInScores: boolean,
): string[] {
  if (selection.kind === "rule" && selection.rule) {
    const scored = scoreAll(rows, parts, selection.rule, backgroundInScores);
    return ruleMembers(
      selection.rule,
      scored.map(subjectOf),
      parts.map((p) => p.id),
    );
  }
  const present = new Set(rows.map((r) => r.imageId));
  return selection.members.filter((id) => present.has(id));
}

/** Lowest and highest shown score of a part over all rows, rounded outwards to whole percents; ±60 % at least. */
export function scoreBounds(scored: readonly ScoredRow[], position: number): [number, number] {
  let low = -0.6;
  let high = 0.6;
  for (const { result } of scored) {
    const score = result?.scores[position] ?? null;
    if (score === null) continue;
    low = Math.min(low, Math.floor(score * 100) / 100);
    high = Math.max(high, Math.ceil(score * 100) / 100);
  }
  return [low, high];
}

/** Counts of scores in `bins` equal bins over [low, high]; the last bin includes its end. */
export function histogram(values: readonly number[], low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const v of values) {
    if (v < low || v > high) continue;
    counts[Math.min(bins - 1, Math.floor(((v - low) / (high - low)) * bins))]! += 1;
  }
  return counts;
}
