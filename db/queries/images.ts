import { and, eq, inArray, ne } from "drizzle-orm";
import type { StageState } from "@/core/domain/jobs";
import type { ImageStage } from "@/core/domain/pipeline";
import type { Db } from "../client";
import { imageStages, images } from "../schema/images";

export type ImageRow = typeof images.$inferSelect;

export interface StageRow {
  stage: ImageStage;
  state: StageState;
  artefactKey: string | null;
  error: string | null;
}

interface ImageRef {
  projectId: string;
  imageId: string;
}

export async function findImage(db: Db, { projectId, imageId }: ImageRef): Promise<ImageRow | null> {
  const [row] = await db
    .select()
    .from(images)
    .where(and(eq(images.projectId, projectId), eq(images.id, imageId)));
  return row ?? null;
}

/** Width and height of the photograph as people see it: after EXIF orientation. */
export async function setImageSize(
  db: Db,
  { projectId, imageId, width, height }: ImageRef & { width: number; height: number },
): Promise<void> {
  await db
    .update(images)
    .set({ width, height })
    .where(and(eq(images.projectId, projectId), eq(images.id, imageId)));
}

const stageColumns = {
  stage: imageStages.stage,
  state: imageStages.state,
  artefactKey: imageStages.artefactKey,
  error: imageStages.error,
};

/** Where the image stands. Empty when it was removed meanwhile. */
export async function imageStagesOf(
  db: Db,
  { imageId }: { imageId: string },
): Promise<Partial<Record<ImageStage, StageRow>>> {
  return byStage(await db.select(stageColumns).from(imageStages).where(eq(imageStages.imageId, imageId)));
}

/**
 * The same, with the rows locked until the transaction ends. `update`: to write them. `share`: to be sure that
 * whoever is writing them has committed, and that nobody does before we have.
 */
export async function lockImageStages(
  tx: Db,
  { imageId }: { imageId: string },
  strength: "update" | "share",
): Promise<Partial<Record<ImageStage, StageRow>>> {
  // Always in the same order, so that two of these wait for each other instead of ending in a deadlock.
  return byStage(
    await tx
      .select(stageColumns)
      .from(imageStages)
      .where(eq(imageStages.imageId, imageId))
      .orderBy(imageStages.stage)
      .for(strength),
  );
}

export async function setStage(
  db: Db,
  {
    imageId,
    stage,
    ...set
  }: {
    imageId: string;
    stage: ImageStage;
    state: StageState;
    artefactKey: string | null;
    error: string | null;
  },
): Promise<void> {
  await db
    .update(imageStages)
    .set({ ...set, updatedAt: new Date() })
    .where(and(eq(imageStages.imageId, imageId), eq(imageStages.stage, stage)));
}

/** Shows that a worker has begun, or has gone back to waiting for a retry. False when that was so already. */
export async function markStage(
  db: Db,
  { imageId, stage, state }: { imageId: string; stage: ImageStage; state: "running" | "waiting" },
): Promise<boolean> {
  const rows = await db
    .update(imageStages)
    .set({ state, error: null, updatedAt: new Date() })
    .where(
      and(
        eq(imageStages.imageId, imageId),
        eq(imageStages.stage, stage),
        // A result stays in view until the next one is there.
        inArray(imageStages.state, ["waiting", "running", "failed"]),
        ne(imageStages.state, state),
      ),
    )
    .returning({ imageId: imageStages.imageId });
  return rows.length > 0;
}

function byStage(rows: StageRow[]): Partial<Record<ImageStage, StageRow>> {
  return Object.fromEntries(rows.map((row) => [row.stage, row]));
}
