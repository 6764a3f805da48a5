import { AppError } from "@/core/domain/errors";
import { afterAct, drewAlone, type ReviewAct, type RevisionState, reviewedParts } from "@/core/domain/review";
import type { Db } from "@/db/client";
import { lockDocument } from "@/db/queries/freeze";
import { findProject, listParts } from "@/db/queries/projects";
import { newestStanding, type RevisionStanding, revisionStanding } from "@/db/queries/reviews";

export interface OpenReview {
  revision: RevisionStanding;
  /** The revision's state once the act is done. */
  next: RevisionState;
}

/**
 * Takes hold of a revision for one act of its review. Until the transaction ends nobody else freezes, decides on
 * or closes anything of the image, so what was checked here stays true.
 * @throws AppError `not_found`; `conflict` when a newer revision was submitted or the state does not allow the act.
 */
export async function openForReview(
  tx: Db,
  { projectId, revisionId, act }: { projectId: string; revisionId: string; act: ReviewAct },
): Promise<OpenReview> {
  const found = await revisionStanding(tx, { projectId, revisionId });
  if (!found) throw missing();
  const newest = await holdNewest(tx, found);
  if (newest.id !== revisionId)
    throw new AppError(
      "conflict",
      `${newest.createdByName ?? "Somebody"} submitted revision ${newest.number} meanwhile. Review that one; revision ${found.number} stays as it was.`,
    );
  return { revision: newest, next: requireAct(newest, act) };
}

/** Takes hold of the newest revision of the image that `revision` is of. */
export async function holdNewest(tx: Db, revision: RevisionStanding): Promise<RevisionStanding> {
  const { projectId, imageId, documentId } = revision;
  await lockDocument(tx, { documentId });
  const newest = await newestStanding(tx, { projectId, imageId });
  if (!newest) throw missing();
  return newest;
}

/** @throws AppError `conflict` when the state does not allow the act. */
export function requireAct(revision: RevisionStanding, act: ReviewAct): RevisionState {
  const next = afterAct(revision.state, act);
  if (!next) throw new AppError("conflict", refused(revision, act));
  return next;
}

const missing = () =>
  new AppError(
    "not_found",
    "There is no such revision in this project; its photograph may have been removed.",
  );

function refused({ number, state, reviewedByName }: RevisionStanding, act: ReviewAct): string {
  const by = reviewedByName ? ` by ${reviewedByName}` : "";
  switch (state) {
    case "approved":
      return `Revision ${number} is approved${by}. Reopen it to change anything about it.`;
    case "changes_requested":
      return `Revision ${number} was sent back${by}. Reopen it to decide anew, or wait for the next revision.`;
    case "submitted":
      return act === "reopen"
        ? `Revision ${number} is open for review already.`
        : `Revision ${number} is waiting for review.`;
  }
}

/**
 * The four-eyes rule of the project.
 * @throws AppError `forbidden` when the person alone drew the revision and the project asks for a second pair of eyes.
 */
export async function requireFourEyes(
  tx: Db,
  { projectId, userId, revision }: { projectId: string; userId: string; revision: RevisionStanding },
): Promise<void> {
  const project = await findProject(tx, { projectId });
  if (project?.fourEyes && drewAlone(revision, userId))
    throw new AppError(
      "forbidden",
      `You alone drew revision ${revision.number}, and this project asks for a second pair of eyes. Let another reviewer approve it; an owner can change the rule in the settings.`,
    );
}

/** The parts a reviewer judges, in their order. */
export async function partsToReview(tx: Db, projectId: string) {
  return reviewedParts(await listParts(tx, { projectId }));
}

/** “Left Eye, Nose and Body”. */
export function inWords(names: readonly string[]): string {
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
}
