import { parseSnapshot } from "@/core/annotation/snapshot";
import { AppError } from "@/core/domain/errors";
import type { ProjectId, RevisionId } from "@/core/domain/ids";
import { type RevisionState, reviewOutcome } from "@/core/domain/review";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { bumpEpoch, holdDocument, loadDocument } from "@/db/queries/documents";
import { decisionsOn, type PartDecision, type RevisionStanding, setStanding } from "@/db/queries/reviews";
import { findRevision } from "@/db/queries/revisions";
import { stateOf } from "./document-snapshot";
import { editedSince } from "./edited-since";
import { inWords, openForReview, partsToReview, requireFourEyes } from "./review";
import type { Services } from "./services";

export interface CloseInput {
  projectId: ProjectId;
  revisionId: RevisionId;
  userId: string;
  /** What the reviewer was shown that closing would do; something else by now is a conflict. */
  expects: "approve" | "return";
  note: string;
  /** Approve although the drawing was edited since, and set it back to the revision. */
  discardLaterEdits: boolean;
}

/**
 * Ends the review of a submitted revision: approved when every part is, sent back when one is. Approving makes the
 * document read-only and equal to the revision, in a new epoch.
 */
export async function closeReview(services: Services, input: CloseInput): Promise<{ state: RevisionState }> {
  const { projectId, revisionId, userId, expects, note } = input;
  return services.db.transaction(async (tx) => {
    const { revision, next } = await openForReview(tx, { projectId, revisionId, act: expects });
    const decisions = await decisionsOn(tx, { projectId, revisionIds: [revisionId] });
    await requireOutcome(tx, { projectId, expects, decisions });
    let uptoId: number | undefined;
    if (expects === "approve") {
      await requireFourEyes(tx, { projectId, userId, revision });
      uptoId = await seal(tx, revision, input);
    }
    await setStanding(tx, {
      projectId,
      revisionId,
      state: next,
      reviewedBy: userId,
      reviewedAt: services.now(),
      reviewNote: note,
      ...(uptoId === undefined ? {} : { uptoId }),
    });
    const { imageId, number } = revision;
    await audit(tx, {
      projectId,
      userId,
      action: expects === "approve" ? "revision.approve" : "revision.return",
      subject: {
        imageId,
        revisionId,
        number,
        note,
        ...(input.discardLaterEdits ? { discardLaterEdits: true } : {}),
        returned: decisions
          .filter((d) => d.verdict === "changes_requested")
          .map(({ partId, reason, note: why }) => ({ partId, reason, note: why })),
      },
    });
    await publishProjectEvent(tx, projectId, { type: "revision", imageId, revisionId });
    return { state: next };
  });
}

async function requireOutcome(
  tx: Db,
  {
    projectId,
    expects,
    decisions,
  }: { projectId: string; expects: "approve" | "return"; decisions: readonly PartDecision[] },
): Promise<void> {
  const parts = await partsToReview(tx, projectId);
  const outcome = reviewOutcome(
    parts.map((p) => p.id),
    decisions,
  );
  if (outcome.act === expects) return;
  const which = (ids: readonly string[]) =>
    inWords(parts.filter((p) => ids.includes(p.id)).map((p) => p.name));
  if (outcome.act === null)
    throw new AppError("conflict", `Decide on every part first; still open: ${which(outcome.undecided)}.`);
  if (outcome.act === "return") {
    const by = decisions.find((d) => outcome.returned.includes(d.partId))?.decidedByName ?? "Somebody";
    throw new AppError(
      "conflict",
      `${by} has sent back ${which(outcome.returned)}, so the revision cannot be approved as it is. Look at that, then close again.`,
    );
  }
  throw new AppError("conflict", "No part is sent back any more. Look again, then close.");
}

/** Makes the document the approved revision for good; returns the last log row that is part of it. */
async function seal(
  tx: Db,
  revision: RevisionStanding,
  { projectId, userId, discardLaterEdits }: CloseInput,
): Promise<number> {
  const { documentId, number } = revision;
  await holdDocument(tx, documentId);
  const { uptoId } = await loadDocument(tx, documentId);
  const editors = await editedSince(tx, revision);
  if (!editors) {
    await bumpEpoch(tx, documentId, { readOnly: true });
    return uptoId;
  }
  if (!discardLaterEdits)
    throw new AppError(
      "conflict",
      `${inWords(editors) || "Somebody"} edited the drawing after revision ${number} was submitted. Wait for the next revision, or approve this one and set the drawing back to it.`,
    );
  const frozen = await findRevision(tx, { projectId, revisionId: revision.id });
  const content = stateOf(parseSnapshot(frozen?.geometry), userId);
  await bumpEpoch(tx, documentId, { readOnly: true, content });
  return uptoId;
}
