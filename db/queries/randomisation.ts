import { and, asc, count, desc, eq, inArray, sql } from "drizzle-orm";
import type { StageState } from "@/core/domain/jobs";
import type { Db } from "../client";
import { artefacts, imageStages, images, type RelevanceData } from "../schema/images";
import { modelChecks } from "../schema/models";
import { members, projects } from "../schema/projects";

/** A photograph that a network has explained. */
export interface ExplainedPhoto {
  sha256: string;
  name: string;
  relevance: RelevanceData;
}

/** The first photographs of the project that the network `model` (its sha256) has explained, at most `limit`. */
export async function explainedPhotos(
  db: Db,
  { projectId, model, limit }: { projectId: string; model: string; limit: number },
): Promise<ExplainedPhoto[]> {
  const rows = await db
    .select({ sha256: images.sha256, name: images.name, relevance: artefacts.data })
    .from(images)
    .innerJoin(imageStages, and(eq(imageStages.imageId, images.id), eq(imageStages.stage, "explain")))
    .innerJoin(artefacts, eq(artefacts.key, imageStages.artefactKey))
    .where(
      and(
        eq(images.projectId, projectId),
        eq(imageStages.state, "done"),
        sql`${artefacts.derivation} -> 'inputs' ->> 'model' = ${model}`,
      ),
    )
    .orderBy(asc(images.createdAt), asc(images.id))
    .limit(limit);
  return rows.flatMap(({ relevance, ...photo }) =>
    relevance.kind === "explain" ? [{ ...photo, relevance }] : [],
  );
}

/** Whether somebody has asked for the check of this network already. */
export async function hasModelCheck(db: Db, { modelId }: { modelId: string }): Promise<boolean> {
  const rows = await db
    .select({ modelId: modelChecks.modelId })
    .from(modelChecks)
    .where(eq(modelChecks.modelId, modelId));
  return rows.length > 0;
}

/** Asks for the check. False when that was done before; `again` asks whatever was done before. */
export async function requestModelCheck(
  db: Db,
  { modelId, again = false }: { modelId: string; again?: boolean },
): Promise<boolean> {
  const fresh = { state: "waiting" as const, artefactKey: null, error: null, updatedAt: new Date() };
  const insert = db.insert(modelChecks).values({ modelId, ...fresh });
  const rows = await (again
    ? insert.onConflictDoUpdate({ target: modelChecks.modelId, set: fresh })
    : insert.onConflictDoNothing()
  ).returning({ modelId: modelChecks.modelId });
  return rows.length > 0;
}

/** False when there is no such check: the network was removed meanwhile. */
export async function setModelCheck(
  db: Db,
  {
    modelId,
    unfinished = false,
    ...set
  }: {
    modelId: string;
    state: StageState;
    artefactKey: string | null;
    error: string | null;
    /** Only where it has not come to an end. */
    unfinished?: boolean;
  },
): Promise<boolean> {
  const which = eq(modelChecks.modelId, modelId);
  const rows = await db
    .update(modelChecks)
    .set({ ...set, updatedAt: new Date() })
    .where(unfinished ? and(which, inArray(modelChecks.state, ["waiting", "running"])) : which)
    .returning({ modelId: modelChecks.modelId });
  return rows.length > 0;
}

/** Every check with its curve once there is one. */
export async function modelChecksOf(db: Db) {
  const rows = await db
    .select({
      modelId: modelChecks.modelId,
      state: modelChecks.state,
      error: modelChecks.error,
      data: artefacts.data,
    })
    .from(modelChecks)
    .leftJoin(artefacts, eq(artefacts.key, modelChecks.artefactKey));
  return rows.map(({ data, ...row }) => ({ ...row, result: data?.kind === "randomise" ? data : null }));
}

/** Of the projects the person owns that use this classifier, the one with the most explained photographs; null without any. */
export async function projectToCheckOn(
  db: Db,
  { modelId, userId }: { modelId: string; userId: string },
): Promise<string | null> {
  const [row] = await db
    .select({ projectId: projects.id })
    .from(projects)
    .innerJoin(members, and(eq(members.projectId, projects.id), eq(members.userId, userId)))
    .innerJoin(images, eq(images.projectId, projects.id))
    .innerJoin(imageStages, and(eq(imageStages.imageId, images.id), eq(imageStages.stage, "explain")))
    .where(and(eq(projects.classifierId, modelId), eq(members.role, "owner"), eq(imageStages.state, "done")))
    .groupBy(projects.id)
    .orderBy(desc(count()), asc(projects.id))
    .limit(1);
  return row?.projectId ?? null;
}
