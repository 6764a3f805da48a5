import { AppError } from "@/core/domain/errors";
import { DEFAULT_EXPLANATION, type Explanation } from "@/core/domain/explanation";
import type { Db } from "@/db/client";
import { findModel, type ModelRow } from "@/db/queries/models";
import { findProject } from "@/db/queries/projects";

/** The network a project has chosen for a task. Throws AppError when it has none yet. */
export async function chosenModel(
  db: Db,
  projectId: string,
  kind: "classifier" | "segmenter",
): Promise<ModelRow> {
  const project = await findProject(db, { projectId });
  const modelId = kind === "classifier" ? project?.classifierId : project?.segmenterId;
  const model = modelId ? await findModel(db, { modelId }) : null;
  if (!model) {
    throw new AppError("not_ready", `This project has no ${kind} yet. Choose one in the project's settings.`);
  }
  return model;
}

/** How a project's relevance maps are made. */
export async function chosenExplanation(db: Db, projectId: string): Promise<Explanation> {
  return (await findProject(db, { projectId }))?.explanation ?? DEFAULT_EXPLANATION;
}
