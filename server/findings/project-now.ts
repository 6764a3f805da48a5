import type { FindingBasis, FindingImage } from "@/core/analysis/comparison/finding";
import type { FindingSubject } from "@/core/analysis/comparison/finding-groups";
import { AppError } from "@/core/domain/errors";
import type { Explanation } from "@/core/domain/explanation";
import type { Part } from "@/core/domain/parts";
import type { Db } from "@/db/client";
import { imageOverviews } from "@/db/queries/image-overview";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { findModel } from "@/db/queries/models";
import { findProject, listGroups, listParts } from "@/db/queries/projects";

export interface ProjectSetting
  extends Pick<FindingBasis, "parts" | "classGroups" | "backgroundInScores" | "model"> {
  explanation: Explanation;
}

/** The parts, groups, network and method of a project as they are. @throws AppError `not_found` */
export async function settingNow(db: Db, projectId: string): Promise<ProjectSetting> {
  const [project, parts, groups] = await Promise.all([
    findProject(db, { projectId }),
    listParts(db, { projectId }),
    listGroups(db, { projectId }),
  ]);
  if (!project) throw new AppError("not_found", "There is no such project.");
  const model = project.classifierId ? await findModel(db, { modelId: project.classifierId }) : null;
  return {
    parts: parts.map(({ projectId: _, ...part }) => part as Part),
    classGroups: groups.map(({ id, name, symbol, isTarget, classIndices }) => ({
      id,
      name,
      symbol,
      isTarget,
      classIndices,
    })),
    backgroundInScores: project.backgroundInScores,
    explanation: project.explanation,
    model: model && { id: model.id, name: model.name, sha256: model.sha256 },
  };
}

export type PresentImage = FindingSubject & Omit<FindingImage, "member"> & { thumbKey: string | null };

/**
 * The project's classified photographs with the results they have: what the explorer counts. Scores of before are not
 * among them while new ones are being made; `waiting` says how many photographs that concerns.
 */
export async function imagesNow(
  db: Db,
  projectId: string,
): Promise<{ images: PresentImage[]; waiting: number }> {
  const [images, revisions] = await Promise.all([
    imageOverviews(db, { projectId }),
    latestRevisions(db, { projectId }),
  ]);
  const byImage = new Map(revisions.map((revision) => [revision.imageId, revision]));
  const present = images.flatMap(({ id, name, prediction, stages }): PresentImage[] => {
    const predictionKey = prediction && stages.predict.key;
    if (!prediction || !predictionKey) return [];
    const revision = byImage.get(id);
    const check = revision?.check?.kind === "check" ? revision.check : null;
    const scores = revision?.scores?.kind === "score" && !revision.waiting ? revision.scores : null;
    return [
      {
        imageId: id,
        name,
        sums: scores?.sums ?? null,
        check: scores && check,
        top: prediction.top,
        explained: prediction.explained,
        revisionId: revision?.id ?? null,
        revisionNumber: revision?.number ?? null,
        scoresKey: scores ? (revision?.scoresKey ?? null) : null,
        checkKey: scores && check ? (revision?.checkKey ?? null) : null,
        predictionKey,
        thumbKey: stages.ingest.key,
      },
    ];
  });
  return { images: present, waiting: revisions.filter((revision) => revision.waiting).length };
}
