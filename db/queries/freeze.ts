import { and, desc, eq, sql } from "drizzle-orm";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { documentUpdates, revisions } from "../schema/annotation";
import { artefacts, type ScoresData } from "../schema/images";

type PartSums = ScoresData["sums"][number];

export interface NewRevision {
  projectId: string;
  imageId: string;
  documentId: string;
  geometry: Record<string, unknown>;
  geometryHash: string;
  authorIds: string[];
  uptoId: number;
  createdBy: string;
}

/** Adds the image's next revision. Call in a transaction that holds `lockDocument`, so that numbers do not collide. */
export async function insertRevision(db: Db, revision: NewRevision): Promise<{ id: string; number: number }> {
  const [row] = await db
    .insert(revisions)
    .values({
      ...revision,
      number: sql`(select coalesce(max(r.number), 0) + 1 from revisions r where r.image_id = ${revision.imageId})`,
    })
    .returning({ id: revisions.id, number: revisions.number });
  return row!;
}

/** One freeze of a document at a time; editing goes on. Until the transaction ends. */
export async function lockDocument(db: Db, { documentId }: { documentId: string }): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(7203120, hashtext(${documentId}))`);
}

/** An image's revisions, newest first, without their geometry. */
export function listRevisions(db: Db, { projectId, imageId }: { projectId: string; imageId: string }) {
  return db
    .select({
      id: revisions.id,
      number: revisions.number,
      state: revisions.state,
      geometryHash: revisions.geometryHash,
      authorIds: revisions.authorIds,
      createdBy: revisions.createdBy,
      createdAt: revisions.createdAt,
      createdByName: users.name,
      scored: sql<boolean>`${revisions.scoresKey} is not null`,
      scoresError: revisions.scoresError,
      uptoId: revisions.uptoId,
      /** By part position; null until scored. */
      sums: sql<PartSums[] | null>`${artefacts.data} -> 'sums'`,
    })
    .from(revisions)
    .leftJoin(artefacts, eq(artefacts.key, revisions.scoresKey))
    .leftJoin(users, eq(users.id, revisions.createdBy))
    .where(and(eq(revisions.projectId, projectId), eq(revisions.imageId, imageId)))
    .orderBy(desc(revisions.number));
}

/** People with edits in the document's log since row `after`; folded rows no longer name theirs. */
export async function editorsSince(db: Db, { documentId, after }: { documentId: string; after: number }) {
  const rows = await db
    .selectDistinct({ userId: documentUpdates.userId })
    .from(documentUpdates)
    .where(and(eq(documentUpdates.documentId, documentId), sql`${documentUpdates.id} > ${after}`));
  return rows.map((row) => row.userId).filter((id) => id !== null);
}
