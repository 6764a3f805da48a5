import type { FindingBasis, FindingGroup, FindingView } from "@/core/analysis/comparison/finding";
import {
  comparedRows,
  type FindingRow,
  type FindingSubject,
} from "@/core/analysis/comparison/finding-groups";
import type { FindingStatistics } from "@/core/analysis/comparison/finding-statistics";

/** One line of the per-image table. */
export interface FaceRow extends FindingRow {
  /** Of the groups, by their order: 0, 1 or both. */
  inGroups: number[];
  revisionId: string | null;
  revisionNumber: number | null;
  thumbKey: string | null;
}

/** What a page or report shows of a finding, as it was or as it is now. */
export interface FindingFace {
  view: FindingView;
  groups: Omit<FindingGroup, "members">[];
  basis: FindingBasis;
  statistics: FindingStatistics;
  /** Images compared: members the view's filters let pass. */
  rows: FaceRow[];
  /** Photographs of the project whose scores are being made anew, so that they are left out; 0 for a finding as it was. */
  waiting: number;
}

type Shown = FindingSubject & Pick<FaceRow, "revisionId" | "revisionNumber" | "thumbKey">;

export function faceRows(
  groups: readonly FindingGroup[],
  images: readonly Shown[],
  view: FindingView,
  basis: Pick<FindingBasis, "parts" | "classGroups" | "backgroundInScores">,
): FaceRow[] {
  const compared = comparedRows(groups, images, view, basis);
  const inside = compared.groups.map((rows) => new Set(rows.map((r) => r.imageId)));
  const byId = new Map(images.map((image) => [image.imageId, image]));
  return compared.rows.flatMap((row) => {
    const inGroups = inside.flatMap((ids, g) => (ids.has(row.imageId) ? [g] : []));
    if (inGroups.length === 0) return [];
    const { revisionId, revisionNumber, thumbKey } = byId.get(row.imageId)!;
    return { ...row, inGroups, revisionId, revisionNumber, thumbKey };
  });
}

/** Groups without the lists of members, which nobody reads. */
export function withoutMembers(groups: readonly FindingGroup[]): Omit<FindingGroup, "members">[] {
  return groups.map(({ members: _, ...group }) => group);
}
