import type { ProjectId, RevisionId } from "@/core/domain/ids";
import { isReadOnly, type RevisionState } from "@/core/domain/review";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { bumpEpoch } from "@/db/queries/documents";
import { setStanding } from "@/db/queries/reviews";
import { openForReview } from "./review";
import type { Services } from "./services";

/**
 * Takes back that the newest revision was approved or sent back: it waits for review again, with its decisions as
 * they were. A document that was read-only gets a new epoch, so that nothing drawn meanwhile slips in.
 * @throws AppError `conflict` when it is not closed, or not the newest.
 */
export async function reopenReview(
  services: Services,
  {
    projectId,
    revisionId,
    userId,
    note,
  }: { projectId: ProjectId; revisionId: RevisionId; userId: string; note: string },
): Promise<{ state: RevisionState }> {
  return services.db.transaction(async (tx) => {
    const { revision, next } = await openForReview(tx, { projectId, revisionId, act: "reopen" });
    const { imageId, number, documentId, state: from } = revision;
    if (isReadOnly(from)) await bumpEpoch(tx, documentId, { readOnly: false });
    await setStanding(tx, {
      projectId,
      revisionId,
      state: next,
      reviewedBy: userId,
      reviewedAt: services.now(),
      reviewNote: note,
    });
    await audit(tx, {
      projectId,
      userId,
      action: "revision.reopen",
      subject: { imageId, revisionId, number, from, note },
    });
    await publishProjectEvent(tx, projectId, { type: "revision", imageId, revisionId });
    return { state: next };
  });
}
