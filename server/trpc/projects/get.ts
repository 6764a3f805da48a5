import { AppError } from "@/core/domain/errors";
import type { Part } from "@/core/domain/parts";
import { failedImages, stageCounts } from "@/db/queries/image-overview";
import { findModel, type ModelRow } from "@/db/queries/models";
import { findProject, listGroups, listParts } from "@/db/queries/projects";
import { projectProcedure } from "../init";

/** A project with its parts, groups, networks, and where its photographs stand. */
export const get = projectProcedure("project.view").query(
  async ({ ctx: { services, role }, input: { projectId } }) => {
    const { db } = services;
    const project = await findProject(db, { projectId });
    if (!project) throw new AppError("not_found", "There is no such project.");
    const [parts, groups, classifier, segmenter, stages, failed] = await Promise.all([
      listParts(db, { projectId }),
      listGroups(db, { projectId }),
      project.classifierId ? findModel(db, { modelId: project.classifierId }) : null,
      project.segmenterId ? findModel(db, { modelId: project.segmenterId }) : null,
      stageCounts(db, { projectId }),
      failedImages(db, { projectId }),
    ]);
    return {
      id: project.id,
      name: project.name,
      description: project.description,
      backgroundInScores: project.backgroundInScores,
      explanation: project.explanation,
      fourEyes: project.fourEyes,
      role,
      parts: parts.map(({ projectId: _, ...part }) => part as Part),
      groups: groups.map(({ projectId: _, ...group }) => group),
      classifier: classifier && brief(classifier),
      segmenter: segmenter && brief(segmenter),
      stages,
      /** Photographs of which a stage failed. */
      failed,
    };
  },
);

function brief({ id, name, classNames, inputTransform, note }: ModelRow) {
  return { id, name, classNames, inputTransform, note };
}
