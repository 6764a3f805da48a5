import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "../client";
import { documentSnapshots, documentUpdates, revisions } from "../schema/annotation";
import { artefacts } from "../schema/images";
import { otherMap, otherParts, scored } from "./present-scores";

const checked = alias(artefacts, "checked");

/**
 * Each image's newest revision with its scores once computed. `stale`: the document was edited after it was
 * frozen, so what is on the canvas is not what was scored. `waiting`: the scores are of a map, silhouette or parts
 * that are no longer the project's, and new ones are on their way; those of other parts are left out at once.
 */
export async function latestRevisions(
  db: Db,
  { projectId, imageIds }: { projectId: string; imageIds?: readonly string[] },
) {
  if (imageIds?.length === 0) return [];
  const here = imageIds
    ? and(eq(revisions.projectId, projectId), inArray(revisions.imageId, [...imageIds]))
    : eq(revisions.projectId, projectId);
  const rows = await db
    .selectDistinctOn([revisions.imageId], {
      id: revisions.id,
      imageId: revisions.imageId,
      documentId: revisions.documentId,
      number: revisions.number,
      state: revisions.state,
      authorIds: revisions.authorIds,
      createdAt: revisions.createdAt,
      scoresKey: revisions.scoresKey,
      scoresError: revisions.scoresError,
      scores: scored.data,
      /** Null while the check is on its way. */
      checkKey: revisions.checkKey,
      check: checked.data,
      checkError: revisions.checkError,
      otherMap,
      otherParts: otherParts({ projectId }),
      stale: sql<boolean>`
        exists (select 1 from ${documentUpdates} u
                where u.document_id = ${revisions.documentId} and u.id > ${revisions.uptoId})
        or exists (select 1 from ${documentSnapshots} s
                where s.document_id = ${revisions.documentId} and s.upto_id > ${revisions.uptoId})`,
    })
    .from(revisions)
    .leftJoin(scored, eq(scored.key, revisions.scoresKey))
    .leftJoin(checked, eq(checked.key, revisions.checkKey))
    .where(here)
    .orderBy(revisions.imageId, desc(revisions.number));
  return rows.map(({ otherMap: map, otherParts: parts, scores, check, ...row }) => ({
    ...row,
    waiting: map || parts,
    scores: parts ? null : scores,
    check: parts ? null : check,
  }));
}
