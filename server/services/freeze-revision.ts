import { createHash } from "node:crypto";
import * as Y from "yjs";
import { readDocument } from "@/core/annotation/read";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import { blocksSubmit, validateSnapshot } from "@/core/annotation/validate";
import { AppError } from "@/core/domain/errors";
import type { ImageId, PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { loadDocument } from "@/db/queries/documents";
import { editorsSince, insertRevision, listRevisions, lockDocument } from "@/db/queries/freeze";
import { imageOverviews } from "@/db/queries/image-overview";
import { documentOf } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import type { Services } from "./services";

export interface Frozen {
  revisionId: string;
  number: number;
  /** False when nothing had changed since the newest revision, which is then the one returned. */
  isNew: boolean;
}

/**
 * Freezes the committed state of an image's document: geometry, authors, number; scores follow by job.
 * @throws AppError `not_ready` before the photograph is read, `invalid_input` with all that blocks submitting.
 */
export async function freezeRevision(
  services: Services,
  { projectId, imageId, userId }: { projectId: ProjectId; imageId: ImageId; userId: string },
): Promise<Frozen> {
  return services.db.transaction(async (tx) => {
    const document = await documentOf(tx, { projectId, imageId });
    const [image] = await imageOverviews(tx, { projectId, ids: [imageId] });
    if (!document || !image)
      throw new AppError(
        "not_found",
        "There is no such photograph in this project; it may have been removed.",
      );
    if (image.width === null || image.height === null)
      throw new AppError("not_ready", "This photograph is still being read. Save again in a moment.");
    await lockDocument(tx, { documentId: document.id });
    const { state, uptoId } = await loadDocument(tx, document.id);
    const snapshot = snapshotOf(state);
    await requireValid(tx, projectId, snapshot, { width: image.width, height: image.height });

    const geometryHash = createHash("sha256").update(JSON.stringify(snapshot)).digest("hex");
    const [newest] = await listRevisions(tx, { projectId, imageId });
    const score = (revisionId: string) =>
      services.queue.enqueue(tx, "score", { projectId, imageId, revisionId: revisionId as RevisionId });
    if (newest?.geometryHash === geometryHash) {
      if (!newest.scored) await score(newest.id);
      return { revisionId: newest.id, number: newest.number, isNew: false };
    }
    const editors = await editorsSince(tx, { documentId: document.id, after: newest?.uptoId ?? 0 });
    const { id, number } = await insertRevision(tx, {
      projectId,
      imageId,
      documentId: document.id,
      geometry: { ...snapshot },
      geometryHash,
      authorIds: [...new Set([...snapshot.shapes.map((s) => s.createdBy), ...editors])].sort(),
      uptoId,
      createdBy: userId,
    });
    await score(id);
    await audit(tx, {
      projectId,
      userId,
      action: "revision.freeze",
      subject: { imageId, revisionId: id, number },
    });
    await publishProjectEvent(tx, projectId, { type: "revision", imageId, revisionId: id });
    return { revisionId: id, number, isNew: true };
  });
}

function snapshotOf(state: Uint8Array): DocumentSnapshot {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, state);
    return readDocument(doc);
  } finally {
    doc.destroy();
  }
}

async function requireValid(
  tx: Db,
  projectId: string,
  snapshot: DocumentSnapshot,
  size: { width: number; height: number },
): Promise<void> {
  const parts = (await listParts(tx, { projectId })).map((p) => ({ ...p, id: p.id as PartId }));
  const problems = validateSnapshot(snapshot, parts, size);
  if (!blocksSubmit(problems)) return;
  const reasons = problems.filter((p) => p.severity === "blocks").map((p) => p.message);
  throw new AppError("invalid_input", reasons.join(" "));
}
