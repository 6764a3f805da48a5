import { and, eq, inArray } from "drizzle-orm";
import type { ImageStage } from "@/core/domain/pipeline";
import type { Db } from "../client";
import { imageStages, images } from "../schema/images";

/** Ids of the project's images for which `stage` is done. */
export async function imagesPast(
  db: Db,
  { projectId, stage }: { projectId: string; stage: ImageStage },
): Promise<string[]> {
  const rows = await db
    .select({ id: images.id })
    .from(images)
    .innerJoin(imageStages, eq(imageStages.imageId, images.id))
    .where(and(eq(images.projectId, projectId), eq(imageStages.stage, stage), eq(imageStages.state, "done")));
  return rows.map((row) => row.id);
}

/** Puts stages back to waiting, without the result they had. */
export async function resetStages(
  db: Db,
  { imageIds, stages }: { imageIds: readonly string[]; stages: readonly ImageStage[] },
): Promise<void> {
  if (imageIds.length === 0) return;
  const these = and(inArray(imageStages.imageId, [...imageIds]), inArray(imageStages.stage, [...stages]));
  // Locked in one order whoever asks: two resets at once wait for one another instead of deadlocking.
  await db
    .select({ imageId: imageStages.imageId })
    .from(imageStages)
    .where(these)
    .orderBy(imageStages.imageId, imageStages.stage)
    .for("update");
  await db
    .update(imageStages)
    .set({ state: "waiting", artefactKey: null, error: null, updatedAt: new Date() })
    .where(these);
}
