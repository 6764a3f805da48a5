import { and, asc, desc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ReviewReason, RevisionState, Verdict } from "@/core/domain/review";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { revisions } from "../schema/annotation";
import { partDecisions, reviewComments } from "../schema/reviews";

interface RevisionRef {
  projectId: string;
  revisionId: string;
}

const submitters = alias(users, "submitters");
const reviewers = alias(users, "reviewers");

const standing = {
  id: revisions.id,
  projectId: revisions.projectId,
  imageId: revisions.imageId,
  documentId: revisions.documentId,
  number: revisions.number,
  state: revisions.state,
  geometryHash: revisions.geometryHash,
  uptoId: revisions.uptoId,
  authorIds: revisions.authorIds,
  createdBy: revisions.createdBy,
  createdByName: submitters.name,
  createdAt: revisions.createdAt,
  reviewedBy: revisions.reviewedBy,
  reviewedByName: reviewers.name,
  reviewedAt: revisions.reviewedAt,
  reviewNote: revisions.reviewNote,
};

const standings = (db: Db) =>
  db
    .select(standing)
    .from(revisions)
    .leftJoin(submitters, eq(submitters.id, revisions.createdBy))
    .leftJoin(reviewers, eq(reviewers.id, revisions.reviewedBy));

export type RevisionStanding = Awaited<ReturnType<typeof standings>>[number];

/** Where a revision stands in its review; null when the project has none of that id. */
export async function revisionStanding(
  db: Db,
  { projectId, revisionId }: RevisionRef,
): Promise<RevisionStanding | null> {
  const [row] = await standings(db).where(
    and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)),
  );
  return row ?? null;
}

/** The same of an image's newest revision; null while there is none. */
export async function newestStanding(
  db: Db,
  { projectId, imageId }: { projectId: string; imageId: string },
): Promise<RevisionStanding | null> {
  const [row] = await standings(db)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.imageId, imageId)))
    .orderBy(desc(revisions.number))
    .limit(1);
  return row ?? null;
}

/** The image's revision before the given one; null for the first. */
export async function previousRevision(
  db: Db,
  { projectId, imageId, number }: { projectId: string; imageId: string; number: number },
) {
  const [row] = await db
    .select({ id: revisions.id, number: revisions.number, geometry: revisions.geometry })
    .from(revisions)
    .where(
      and(
        eq(revisions.projectId, projectId),
        eq(revisions.imageId, imageId),
        sql`${revisions.number} < ${number}`,
      ),
    )
    .orderBy(desc(revisions.number))
    .limit(1);
  return row ?? null;
}

export async function setStanding(
  db: Db,
  {
    projectId,
    revisionId,
    ...set
  }: RevisionRef & {
    state: RevisionState;
    reviewedBy: string;
    reviewedAt: Date;
    reviewNote: string;
    /** The last log row whose content the revision stands for. */
    uptoId?: number;
  },
): Promise<void> {
  await db
    .update(revisions)
    .set(set)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)));
}

/** Decisions on the parts of the given revisions of the project, with who took them. */
export function decisionsOn(
  db: Db,
  { projectId, revisionIds }: { projectId: string; revisionIds: readonly string[] },
) {
  return db
    .select({
      revisionId: partDecisions.revisionId,
      partId: partDecisions.partId,
      verdict: partDecisions.verdict,
      reason: partDecisions.reason,
      note: partDecisions.note,
      version: partDecisions.version,
      decidedBy: partDecisions.decidedBy,
      decidedByName: users.name,
      decidedAt: partDecisions.decidedAt,
    })
    .from(partDecisions)
    .innerJoin(revisions, eq(revisions.id, partDecisions.revisionId))
    .leftJoin(users, eq(users.id, partDecisions.decidedBy))
    .where(and(eq(revisions.projectId, projectId), inArray(partDecisions.revisionId, [...revisionIds])));
}

export type PartDecision = Awaited<ReturnType<typeof decisionsOn>>[number];

export interface NewDecision {
  revisionId: string;
  partId: string;
  verdict: Verdict;
  reason: ReviewReason | null;
  note: string;
  decidedBy: string;
  decidedAt: Date;
}

/** Writes decisions, in place of earlier ones on the same parts. */
export async function saveDecisions(db: Db, decisions: readonly NewDecision[]): Promise<void> {
  if (decisions.length === 0) return;
  await db
    .insert(partDecisions)
    .values([...decisions])
    .onConflictDoUpdate({
      target: [partDecisions.revisionId, partDecisions.partId],
      set: {
        verdict: sql`excluded.verdict`,
        reason: sql`excluded.reason`,
        note: sql`excluded.note`,
        decidedBy: sql`excluded.decided_by`,
        decidedAt: sql`excluded.decided_at`,
        version: sql`default`,
      },
    });
}

export async function dropDecisions(
  db: Db,
  { revisionId, partIds }: { revisionId: string; partIds: readonly string[] },
): Promise<void> {
  if (partIds.length === 0) return;
  await db
    .delete(partDecisions)
    .where(and(eq(partDecisions.revisionId, revisionId), inArray(partDecisions.partId, [...partIds])));
}

const settlers = alias(users, "settlers");

const pinned = {
  id: reviewComments.id,
  revisionId: reviewComments.revisionId,
  imageId: revisions.imageId,
  revisionNumber: revisions.number,
  partId: reviewComments.partId,
  x: reviewComments.x,
  y: reviewComments.y,
  text: reviewComments.text,
  authorId: reviewComments.authorId,
  authorName: users.name,
  createdAt: reviewComments.createdAt,
  settledAt: reviewComments.settledAt,
  settledByName: settlers.name,
};

const comments = (db: Db) =>
  db
    .select(pinned)
    .from(reviewComments)
    .innerJoin(revisions, eq(revisions.id, reviewComments.revisionId))
    .leftJoin(users, eq(users.id, reviewComments.authorId))
    .leftJoin(settlers, eq(settlers.id, reviewComments.settledBy));

export type PinnedComment = Awaited<ReturnType<typeof comments>>[number];

/** What is pinned to an image: comments on the revision and on the one before, and those on older ones still open. */
export function commentsFor(
  db: Db,
  {
    projectId,
    imageId,
    revisionId,
    number,
  }: { projectId: string; imageId: string; revisionId: string; number: number },
): Promise<PinnedComment[]> {
  return comments(db)
    .where(
      and(
        eq(reviewComments.projectId, projectId),
        eq(revisions.imageId, imageId),
        or(
          eq(reviewComments.revisionId, revisionId),
          eq(revisions.number, number - 1),
          and(isNull(reviewComments.settledAt), sql`${revisions.number} < ${number}`),
        ),
      ),
    )
    .orderBy(asc(reviewComments.createdAt), asc(reviewComments.id));
}

export async function findComment(
  db: Db,
  { projectId, commentId }: { projectId: string; commentId: string },
): Promise<PinnedComment | null> {
  const [row] = await comments(db).where(
    and(eq(reviewComments.projectId, projectId), eq(reviewComments.id, commentId)),
  );
  return row ?? null;
}

export async function insertComment(
  db: Db,
  comment: {
    projectId: string;
    revisionId: string;
    partId: string | null;
    x: number;
    y: number;
    text: string;
    authorId: string;
  },
): Promise<string> {
  const [row] = await db.insert(reviewComments).values(comment).returning({ id: reviewComments.id });
  return row!.id;
}

export async function settleComment(
  db: Db,
  {
    projectId,
    commentId,
    ...set
  }: { projectId: string; commentId: string; settledBy: string | null; settledAt: Date | null },
): Promise<void> {
  await db
    .update(reviewComments)
    .set(set)
    .where(and(eq(reviewComments.projectId, projectId), eq(reviewComments.id, commentId)));
}

export async function removeComment(
  db: Db,
  { projectId, commentId }: { projectId: string; commentId: string },
): Promise<void> {
  await db
    .delete(reviewComments)
    .where(and(eq(reviewComments.projectId, projectId), eq(reviewComments.id, commentId)));
}
