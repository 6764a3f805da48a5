import { and, asc, countDistinct, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { StageState } from "@/core/domain/jobs";
import type { ImageStage } from "@/core/domain/pipeline";
import type { RevisionState } from "@/core/domain/review";
import type { Db } from "../client";
import { artefacts, imageStages, images, type PredictionData, type RelevanceData } from "../schema/images";

export interface StageStatus {
  state: StageState;
  /** A sentence for people, with what to do. */
  error: string | null;
  /** Of the present result; also what its files' addresses are versioned by. */
  key: string | null;
}

export interface ImageOverview {
  id: string;
  name: string;
  width: number | null;
  height: number | null;
  createdAt: Date;
  stages: Record<ImageStage, StageStatus>;
  prediction: PredictionData | null;
  relevance: Omit<RelevanceData, "map"> | null;
  /** Where the next page starts when this is the last of one. */
  cursor: string;
}

const predictions = alias(artefacts, "predictions");
const relevances = alias(artefacts, "relevances");

/** Time with all its digits (a JavaScript date has only milliseconds), then the id. */
const cursorOf = sql<string>`to_char(${images.createdAt} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || ${images.id}`;

const newestState = sql`(select v.state::text from revisions v
  where v.image_id = ${images.id} order by v.number desc limit 1)`;

/** The project's photographs in the order they came, with where each stands in the pipeline. */
export async function imageOverviews(
  db: Db,
  {
    projectId,
    after,
    limit,
    ids,
    review,
  }: {
    projectId: string;
    after?: string | undefined;
    limit?: number | undefined;
    ids?: readonly string[];
    /** Only images whose newest revision is in this state; `none`: that have no revision. */
    review?: RevisionState | "none" | undefined;
  },
): Promise<ImageOverview[]> {
  const [time, id] = after?.split("|") ?? [];
  const query = db
    .select({
      id: images.id,
      name: images.name,
      width: images.width,
      height: images.height,
      createdAt: images.createdAt,
      cursor: cursorOf,
      prediction: predictions.data,
      relevance: relevances.data,
      stages: sql<Record<ImageStage, StageStatus>>`(
        select json_object_agg(s.stage, json_build_object('state', s.state, 'error', s.error, 'key', s.artefact_key))
        from image_stages s where s.image_id = ${images.id})`,
    })
    .from(images)
    .leftJoin(sql`${imageStages} p`, sql`p.image_id = ${images.id} and p.stage = 'predict'`)
    .leftJoin(sql`${imageStages} r`, sql`r.image_id = ${images.id} and r.stage = 'explain'`)
    .leftJoin(predictions, eq(predictions.key, sql`p.artefact_key`))
    .leftJoin(relevances, eq(relevances.key, sql`r.artefact_key`))
    .where(
      and(
        eq(images.projectId, projectId),
        time && id
          ? sql`(${images.createdAt}, ${images.id}) > (${time}::timestamptz, ${id}::uuid)`
          : undefined,
        ids ? inArray(images.id, [...ids]) : undefined,
        review ? sql`coalesce(${newestState}, 'none') = ${review}` : undefined,
      ),
    )
    .orderBy(asc(images.createdAt), asc(images.id));
  const rows = await (limit === undefined ? query : query.limit(limit));
  return rows.map((row) => ({
    ...row,
    prediction: row.prediction?.kind === "predict" ? row.prediction : null,
    relevance: row.relevance?.kind === "explain" ? withoutMap(row.relevance) : null,
  }));
}

function withoutMap({ map: _map, ...rest }: RelevanceData): Omit<RelevanceData, "map"> {
  return rest;
}

/** The images before and after one, in the same order; null at the ends. */
export async function imageNeighbours(
  db: Db,
  { projectId, imageId }: { projectId: string; imageId: string },
) {
  const { rows } = await db.execute<{
    previous: string | null;
    next: string | null;
    position: number;
    total: number;
  }>(
    sql`select previous, next, position::int, total::int from (
          select id, lag(id) over w as previous, lead(id) over w as next,
                 row_number() over w as position, count(*) over () as total
          from images where project_id = ${projectId} window w as (order by created_at, id)
        ) ordered where id = ${imageId}`,
  );
  return rows[0] ?? { previous: null, next: null, position: 0, total: 0 };
}

/** Photographs on which any stage failed: one that cannot be read fails at every stage. */
export async function failedImages(db: Db, { projectId }: { projectId: string }): Promise<number> {
  const [row] = await db
    .select({ n: countDistinct(imageStages.imageId) })
    .from(imageStages)
    .innerJoin(images, eq(images.id, imageStages.imageId))
    .where(and(eq(images.projectId, projectId), eq(imageStages.state, "failed")));
  return row?.n ?? 0;
}

/** How many images of the project are in each state of each stage. */
export async function stageCounts(db: Db, { projectId }: { projectId: string }) {
  return db
    .select({
      stage: imageStages.stage,
      state: imageStages.state,
      n: sql<number>`count(*)::int`,
    })
    .from(imageStages)
    .innerJoin(images, eq(images.id, imageStages.imageId))
    .where(eq(images.projectId, projectId))
    .groupBy(imageStages.stage, imageStages.state);
}
