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
import { geometryHash, snapshotOf } from "./document-snapshot";
import type { Services } from "./services";

export interface Frozen {
  revisionId: string;
  number: number;
  /** False when nothing had changed since the newest revision, which is then the one returned. */
  isNew: boolean;
}

/**
 * Freezes the committed state of an image's document: geometry, authors, number; scores follow by job.
 * @throws AppError `not_ready` before the photograph is read, `invalid_input` with all that blocks submitting,
 *   `conflict` for an approved image, and for a revision that was sent back and is still the same.
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
    const { state, uptoId, readOnly } = await loadDocument(tx, document.id);
    const [newest] = await listRevisions(tx, { projectId, imageId });
    if (readOnly)
      throw new AppError(
        "conflict",
        `Revision ${newest?.number ?? ""} of this image is approved. A reviewer has to reopen it first.`,
      );
    const snapshot = snapshotOf(state);
    await requireValid(tx, projectId, snapshot, { width: image.width, height: image.height });

    const hash = geometryHash(snapshot);
    const score = (revisionId: string) =>
      services.queue.enqueue(tx, "score", { projectId, imageId, revisionId: revisionId as RevisionId });
    if (newest?.geometryHash === hash) {
      if (newest.state === "changes_requested")
        throw new AppError(
          "conflict",
          `Nothing was changed since revision ${newest.number} was sent back. Change what was asked for; if it is right as it is, ask a reviewer to reopen the revision.`,
        );
      if (!newest.scored) await score(newest.id);
      return { revisionId: newest.id, number: newest.number, isNew: false };
    }
    const editors = await editorsSince(tx, { documentId: document.id, after: newest?.uptoId ?? 0 });
    const { id, number } = await insertRevision(tx, {
      projectId,
      imageId,
      documentId: document.id,
      geometry: { ...snapshot },
      geometryHash: hash,
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
