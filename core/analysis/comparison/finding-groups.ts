import type { ClassScore } from "@/core/domain/classes";
import { includedParts } from "../parts/included";
import { groupOfTop1 } from "../prediction/classes";
import { balance } from "../scores/balance";
import { contributionScores, type ScoreUnits } from "../scores/contribution";
import { partFaithfulness } from "../scores/faithfulness";
import type { PartSums } from "../scores/part-sums";
import { passesRule, type RuleSubject, type SelectionRule } from "../selection/rule";
import type { FindingBasis, FindingGroup, FindingView } from "./finding";
import type { StatisticsImage } from "./selection-statistics";

/** One image as stored: what network and annotators made of it. */
export interface FindingSubject {
  imageId: string;
  name: string;
  /** By part position; null while it has no scored revision. */
  sums: readonly PartSums[] | null;
  /** What its score loses without each part; null while that was not measured. */
  check: { drops: readonly (number | null)[] } | null;
  /** Best classes, best first. */
  top: readonly ClassScore[];
  explained: ClassScore;
}

/** One image under the finding's view. */
export interface FindingRow extends StatisticsImage, RuleSubject {
  name: string;
  explained: string;
}

type Setting = Pick<FindingBasis, "parts" | "classGroups" | "backgroundInScores">;

/** Scores, class and class group of every image in the given units. */
export function findingRows(
  subjects: readonly FindingSubject[],
  { parts, classGroups, backgroundInScores }: Setting,
  { normalisation, aggregation }: ScoreUnits,
): FindingRow[] {
  const include = includedParts(parts, backgroundInScores);
  return subjects.map(({ imageId, name, sums, check, top, explained }) => {
    const result = sums && contributionScores(sums, { normalisation, aggregation, include });
    const group = top[0] && classGroups[groupOfTop1(top[0].index, classGroups)];
    return {
      imageId,
      name,
      groupId: group?.id ?? "",
      classIndex: explained.index,
      topClass: top[0]?.name ?? "not classified",
      explained: explained.name,
      scores: result?.defined ? result.scores : null,
      quality: {
        balance: sums && balance(sums, { aggregation, include }),
        faithfulness: result && check ? partFaithfulness(result.scores, check.drops).rho : null,
      },
    };
  });
}

/** Members of a selection among the images: a lasso's as they were drawn, a rule's as they pass. */
export function groupMembers(
  group: Pick<FindingGroup, "kind" | "rule" | "members">,
  subjects: readonly FindingSubject[],
  setting: Setting,
): string[] {
  const { kind, rule } = group;
  if (kind === "rule" && rule) return passing(findingRows(subjects, setting, rule), rule, setting);
  const present = new Set(subjects.map((s) => s.imageId));
  return group.members.filter((id) => present.has(id));
}

/** The rows each group is compared by: its members that the view's filters let pass; and how many pass at all. */
export function comparedRows(
  groups: readonly Pick<FindingGroup, "members">[],
  subjects: readonly FindingSubject[],
  view: Pick<FindingView, "normalisation" | "aggregation" | "ranges" | "quality" | "groupIds">,
  setting: Setting,
): { groups: FindingRow[][]; universe: number; rows: FindingRow[] } {
  const { normalisation, aggregation, ranges, quality, groupIds } = view;
  const rows = findingRows(subjects, setting, view);
  const filter: SelectionRule = {
    normalisation,
    aggregation,
    ranges,
    quality,
    ...(groupIds ? { groupIds } : {}),
  };
  const shown = new Set(passing(rows, filter, setting));
  const visible = rows.filter((row) => shown.has(row.imageId));
  return {
    groups: groups.map(({ members }) => {
      const inside = new Set(members);
      return visible.filter((row) => inside.has(row.imageId));
    }),
    universe: visible.length,
    rows,
  };
}

/**
 * View and groups of a finding in the terms of the project as it is now: weights follow their parts, and class
 * groups, which get new ids whenever an owner saves them, are found by their names.
 */
export function inPresentTerms(
  { view, groups }: { view: FindingView; groups: readonly FindingGroup[] },
  then: Setting,
  now: Setting,
): { view: FindingView; groups: FindingGroup[] } {
  const weight = new Map(then.parts.map((p) => [p.id, view.weights[p.position] ?? 1]));
  const name = new Map(then.classGroups.map((g) => [g.id, g.name]));
  const renamed = (ids: readonly string[]) =>
    ids.map((id) => now.classGroups.find((g) => g.name === name.get(id))?.id ?? id);
  const known = new Set<string>(now.parts.map((p) => p.id));
  return {
    view: {
      ...view,
      weights: now.parts.map((p) => weight.get(p.id) ?? 1),
      ranges: view.ranges.filter((r) => known.has(r.partId)),
      groupIds: view.groupIds && renamed(view.groupIds),
    },
    groups: groups.map((group) => ({
      ...group,
      rule:
        group.rule === null
          ? null
          : {
              ...group.rule,
              ...(group.rule.groupIds ? { groupIds: renamed(group.rule.groupIds) } : {}),
            },
    })),
  };
}

function passing(rows: readonly FindingRow[], rule: SelectionRule, { parts }: Setting): string[] {
  const partIds = [...parts].sort((a, b) => a.position - b.position).map((p) => p.id as string);
  return rows.filter((row) => passesRule(rule, row, partIds)).map((row) => row.imageId);
}
