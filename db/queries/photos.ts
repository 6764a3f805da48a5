import { and, eq } from "drizzle-orm";
import { IMAGE_STAGES } from "@/core/domain/pipeline";
import type { Db } from "../client";
import { documents } from "../schema/annotation";
import { artefacts, imageStages, images } from "../schema/images";

/**
 * Adds a photograph with its waiting stages and its empty document; null when the project has these bytes
 * already. Call inside a transaction together with the enqueuing.
 */
export async function insertPhoto(
  db: Db,
  photo: { projectId: string; name: string; sha256: string; bytes: number; mime: string; uploadedBy: string },
): Promise<string | null> {
  const [row] = await db.insert(images).values(photo).onConflictDoNothing().returning({ id: images.id });
  if (!row) return null;
  await db
    .insert(imageStages)
    .values(IMAGE_STAGES.map((stage) => ({ imageId: row.id, stage, state: "waiting" as const })));
  await db.insert(documents).values({ projectId: photo.projectId, imageId: row.id });
  return row.id;
}

export async function findPhotoByHash(db: Db, { projectId, sha256 }: { projectId: string; sha256: string }) {
  const [row] = await db
    .select({ id: images.id })
    .from(images)
    .where(and(eq(images.projectId, projectId), eq(images.sha256, sha256)));
  return row?.id ?? null;
}

/** Deletes the photograph with everything drawn on it. Its files stay: other projects may use the same bytes. */
export async function removePhoto(
  db: Db,
  { projectId, imageId }: { projectId: string; imageId: string },
): Promise<boolean> {
  const rows = await db
    .delete(images)
    .where(and(eq(images.projectId, projectId), eq(images.id, imageId)))
    .returning({ id: images.id });
  return rows.length > 0;
}

/** For serving files: whose the image is, and its original. Tenancy is checked by the caller with `projectId`. */
export async function findPhoto(db: Db, { imageId }: { imageId: string }) {
  const [row] = await db
    .select({ projectId: images.projectId, sha256: images.sha256, mime: images.mime, name: images.name })
    .from(images)
    .where(eq(images.id, imageId));
  return row ?? null;
}

/** The present result of one stage of an image; null while there is none. */
export async function stageResult(
  db: Db,
  { projectId, imageId, stage }: { projectId: string; imageId: string; stage: (typeof IMAGE_STAGES)[number] },
) {
  const [row] = await db
    .select({ key: artefacts.key, data: artefacts.data })
    .from(imageStages)
    .innerJoin(images, eq(images.id, imageStages.imageId))
    .innerJoin(artefacts, eq(artefacts.key, imageStages.artefactKey))
    .where(
      and(eq(images.projectId, projectId), eq(imageStages.imageId, imageId), eq(imageStages.stage, stage)),
    );
  return row ?? null;
}

export async function documentOf(db: Db, { projectId, imageId }: { projectId: string; imageId: string }) {
  const [row] = await db
    .select({ id: documents.id, epoch: documents.epoch })
    .from(documents)
    .where(and(eq(documents.projectId, projectId), eq(documents.imageId, imageId)));
  return row ?? null;
}
