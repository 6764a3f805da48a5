import { comparedRows, groupMembers, inPresentTerms } from "@/core/analysis/comparison/finding-groups";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { explanationsBehind, staleFindingImages } from "@/db/queries/finding-images";
import { findFinding } from "@/db/queries/findings";
import { computeStatistics, RESAMPLES, SEED } from "./compute";
import { type FindingFace, faceRows, withoutMembers } from "./face";
import { pinnedImages } from "./pinned-images";
import { imagesNow, settingNow } from "./project-now";
import { staleReasons } from "./staleness";

type Ref = { projectId: string; findingId: string };

/** @throws AppError `not_found` */
export async function requireFinding(db: Db, ref: Ref) {
  const finding = await findFinding(db, ref);
  if (!finding) throw new AppError("not_found", "This finding does not exist any more.");
  return finding;
}

/** A finding as it was made, and why it is stale, if it is. */
export async function readFinding(db: Db, ref: Ref) {
  const finding = await requireFinding(db, ref);
  const { view, groups, basis, statistics, ...told } = finding;
  const [images, setting, stale] = await Promise.all([
    pinnedImages(db, { ...ref, members: true }),
    settingNow(db, ref.projectId),
    staleFindingImages(db, ref),
  ]);
  const face: FindingFace = {
    view,
    groups: withoutMembers(groups),
    basis,
    statistics,
    rows: faceRows(groups, images, view, basis),
    waiting: 0,
  };
  return { ...told, face, stale: staleReasons(basis, setting, stale.get(finding.id) ?? []) };
}

/**
 * What the same comparison gives today: the same view and selections (a rule's members as they are now, a lasso's
 * as drawn, less what was removed) over the newest scores, without those that are being made anew.
 */
export async function findingNow(db: Db, ref: Ref): Promise<FindingFace> {
  const finding = await requireFinding(db, ref);
  const [setting, { images, waiting }] = await Promise.all([
    settingNow(db, ref.projectId),
    imagesNow(db, ref.projectId),
  ]);
  const { explanation: _, ...rest } = setting;
  const present = inPresentTerms(finding, finding.basis, setting);
  const { view } = present;
  const groups = present.groups.map((group) => ({ ...group, members: groupMembers(group, images, setting) }));
  const compared = comparedRows(groups, images, view, setting);
  const members = new Set(compared.groups.flat().map((row) => row.imageId));
  const keys = images.flatMap((i) => (i.scoresKey && members.has(i.imageId) ? [i.scoresKey] : []));
  const [statistics, explanations] = await Promise.all([
    computeStatistics({ groups: compared.groups, weights: view.weights, universe: compared.universe }),
    explanationsBehind(db, keys),
  ]);
  return {
    view,
    groups: withoutMembers(groups),
    basis: {
      ...rest,
      explanations: explanations.map(({ model: _, ...explanation }) => explanation),
      layoutKey: null,
      resamples: RESAMPLES,
      seed: SEED,
    },
    statistics,
    rows: faceRows(groups, images, view, setting),
    waiting,
  };
}
