import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { FindingImage, StaleReason } from "@/core/analysis/comparison/finding";
import type { Db } from "../client";
import { findingImages, findings } from "../schema/findings";
import { artefacts, imageStages } from "../schema/images";

type Ref = { projectId: string; findingId: string };

/** The images of a finding as they were, in order of name, and the key of the thumbnail that is there now. */
export function listFindingImages(db: Db, { projectId, findingId, members }: Ref & { members?: boolean }) {
  return db
    .select({
      imageId: findingImages.imageId,
      name: findingImages.name,
      revisionId: findingImages.revisionId,
      revisionNumber: findingImages.revisionNumber,
      scoresKey: findingImages.scoresKey,
      checkKey: findingImages.checkKey,
      predictionKey: findingImages.predictionKey,
      member: findingImages.member,
      /** Null when the photograph was removed. */
      thumbKey: imageStages.artefactKey,
    })
    .from(findingImages)
    .innerJoin(findings, eq(findings.id, findingImages.findingId))
    .leftJoin(
      imageStages,
      and(eq(imageStages.imageId, findingImages.imageId), eq(imageStages.stage, "ingest")),
    )
    .where(
      and(
        eq(findings.projectId, projectId),
        eq(findings.id, findingId),
        members ? eq(findingImages.member, true) : undefined,
      ),
    )
    .orderBy(asc(findingImages.name), asc(findingImages.imageId));
}

/** Results by key, whatever project made them first; missing ones are left out. */
export async function artefactsByKey(db: Db, keys: readonly string[]) {
  if (keys.length === 0) return new Map<string, (typeof artefacts.$inferSelect)["data"]>();
  const rows = await db
    .select({ key: artefacts.key, data: artefacts.data })
    .from(artefacts)
    .where(inArray(artefacts.key, [...new Set(keys)]));
  return new Map(rows.map((row) => [row.key, row.data]));
}

/** How the relevance maps behind some score artefacts were made, and by which network; the commonest first. */
export async function explanationsBehind(db: Db, scoresKeys: readonly string[]) {
  if (scoresKeys.length === 0) return [];
  const { rows } = await db.execute<{
    method: string;
    composite: string | null;
    epsilon: number | null;
    model: string;
    images: number;
  }>(
    sql`select r.data ->> 'method' as method, r.data ->> 'composite' as composite,
               (r.data ->> 'epsilon')::float8 as epsilon, r.derivation -> 'inputs' ->> 'model' as model,
               count(*)::int as images
        from ${artefacts} s join ${artefacts} r on r.key = s.derivation -> 'inputs' ->> 'relevance'
        where s.key in ${[...scoresKeys]}
        group by 1, 2, 3, 4 order by images desc`,
  );
  return rows;
}

interface StaleRow extends Record<string, unknown> {
  findingId: string;
  imageId: string;
  name: string;
  removed: boolean;
  scored: boolean;
  was: number | null;
  is: number | null;
  sameRevision: boolean;
}

/**
 * Members of the project's findings (or of one) whose present results are not the ones pinned. A newer revision
 * that has no scores yet, or the very same ones, changes nothing.
 */
export async function staleFindingImages(
  db: Db,
  { projectId, findingId }: { projectId: string; findingId?: string },
): Promise<Map<string, StaleReason[]>> {
  const { rows } = await db.execute<StaleRow>(
    sql`select f.id as "findingId", fi.image_id as "imageId", fi.name, i.id is null as removed,
               (r.scores_key is not null and r.scores_key is distinct from fi.scores_key) as scored,
               fi.revision_number as was, r.number as is, r.id is not distinct from fi.revision_id as "sameRevision"
        from findings f
        join finding_images fi on fi.finding_id = f.id and fi.member
        left join images i on i.id = fi.image_id
        left join image_stages p on p.image_id = fi.image_id and p.stage = 'predict'
        left join lateral (
          select id, number, scores_key from revisions
          where image_id = fi.image_id order by number desc limit 1) r on true
        where f.project_id = ${projectId} ${findingId ? sql`and f.id = ${findingId}` : sql``}
          and (i.id is null
               or (r.scores_key is not null and r.scores_key is distinct from fi.scores_key)
               or (p.artefact_key is not null and p.artefact_key <> fi.prediction_key))
        order by fi.name, fi.image_id`,
  );
  const stale = new Map<string, StaleReason[]>();
  for (const { findingId: id, imageId, name, removed, scored, was, is, sameRevision } of rows) {
    const kind = removed ? "removed" : !scored ? "prediction" : sameRevision ? "scores" : "revision";
    const reasons = stale.get(id) ?? [];
    stale.set(id, reasons);
    reasons.push({ kind, imageId, name, was, is });
  }
  return stale;
}

export type PinnedImage = FindingImage & { thumbKey: string | null };
