import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "../client";
import { revisions } from "../schema/annotation";
import { artefacts, type ScoresData } from "../schema/images";
import { otherMap, otherParts, scored } from "./present-scores";

export type RevisionRow = typeof revisions.$inferSelect;

interface RevisionRef {
  projectId: string;
  revisionId: string;
}

export async function findRevision(
  db: Db,
  { projectId, revisionId }: RevisionRef,
): Promise<RevisionRow | null> {
  const [row] = await db
    .select()
    .from(revisions)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)));
  return row ?? null;
}

const mapped = alias(artefacts, "mapped");

/** What was frozen, and its scores once computed, with how the map under them was made. */
export async function frozenRevision(db: Db, { projectId, revisionId }: RevisionRef) {
  const [row] = await db
    .select({
      geometry: revisions.geometry,
      scoresError: revisions.scoresError,
      /** By part position; null until scored. */
      sums: sql<ScoresData["sums"] | null>`${scored.data} -> 'sums'`,
      explanation: sql<{
        method: string;
        composite: string | null;
      } | null>`case when ${mapped.key} is null then null
        else jsonb_build_object('method', ${mapped.data} -> 'method', 'composite', ${mapped.data} -> 'composite') end`,
      otherMap,
      otherParts: otherParts({ projectId }),
    })
    .from(revisions)
    .leftJoin(scored, eq(scored.key, revisions.scoresKey))
    .leftJoin(mapped, eq(mapped.key, sql`${scored.derivation} -> 'inputs' ->> 'relevance'`))
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)));
  if (!row) return null;
  const { otherMap: map, otherParts: parts, sums, ...frozen } = row;
  return { ...frozen, waiting: map || parts, sums: parts ? null : sums };
}

/** What is shown of a revision's scores and of their check, locked until the transaction ends; null when it was removed. */
export async function lockRevision(tx: Db, { projectId, revisionId }: RevisionRef) {
  const [row] = await tx
    .select({
      scoresKey: revisions.scoresKey,
      scoresError: revisions.scoresError,
      checkKey: revisions.checkKey,
      checkError: revisions.checkError,
    })
    .from(revisions)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)))
    .for("update");
  return row ?? null;
}

/** The scores of a revision. A check is one of certain scores: the one of those before is no longer shown. */
export async function setScores(
  db: Db,
  { projectId, revisionId, ...set }: RevisionRef & { scoresKey: string | null; scoresError: string | null },
): Promise<void> {
  await db
    .update(revisions)
    .set({ ...set, checkKey: null, checkError: null })
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)));
}

export async function setCheck(
  db: Db,
  { projectId, revisionId, ...set }: RevisionRef & { checkKey: string | null; checkError: string | null },
): Promise<void> {
  await db
    .update(revisions)
    .set(set)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.id, revisionId)));
}

/**
 * Ids of the image's revisions whose scores follow from its present results: the newest one, and every one that
 * is still without. Older ones keep the scores they were judged by.
 */
export async function revisionsToScore(
  db: Db,
  { projectId, imageId }: { projectId: string; imageId: string },
): Promise<string[]> {
  const rows = await db
    .select({ id: revisions.id, scoresKey: revisions.scoresKey })
    .from(revisions)
    .where(and(eq(revisions.projectId, projectId), eq(revisions.imageId, imageId)))
    .orderBy(desc(revisions.number));
  return rows.filter((row, index) => index === 0 || row.scoresKey === null).map((row) => row.id);
}
