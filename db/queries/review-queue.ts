import { and, asc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { ReviewReason, RevisionState } from "@/core/domain/review";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { revisions } from "../schema/annotation";
import { imageStages, images } from "../schema/images";

const reviewers = alias(users, "queue_reviewers");

const isNewest = sql`${revisions.number} = (select max(n.number) from revisions n where n.image_id = ${revisions.imageId})`;

/** The four-eyes rule in SQL (core/domain/review `drewAlone`). */
const drawnAloneBy = (userId: string) => sql<boolean>`(
  case when jsonb_array_length(${revisions.authorIds}) = 0 then ${revisions.createdBy} = ${userId}::uuid
       else ${revisions.authorIds} <@ jsonb_build_array(${userId}::text) end)`;

const decided = (verdict: string) => sql<number>`(
  select count(*)::int from part_decisions d where d.revision_id = ${revisions.id} and d.verdict = ${verdict})`;

/** Time with all its digits, then the id: where the next page starts. */
const cursorOf = sql<string>`to_char(${revisions.createdAt} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '|' || ${revisions.id}`;

export interface QueueFilter {
  projectId: string;
  state: RevisionState;
  /** Only revisions this person has a hand in. */
  authorId?: string | undefined;
  /** Leave out what this person drew alone. */
  notAloneBy?: string | undefined;
}

const matches = ({ projectId, state, authorId, notAloneBy }: QueueFilter) =>
  and(
    eq(revisions.projectId, projectId),
    eq(revisions.state, state),
    isNewest,
    authorId ? sql`${revisions.authorIds} @> jsonb_build_array(${authorId}::text)` : undefined,
    notAloneBy ? sql`not coalesce(${drawnAloneBy(notAloneBy)}, false)` : undefined,
  );

/** Newest revisions in one state, the longest waiting first, with how far their review is. */
export function reviewQueue(
  db: Db,
  { after, limit, ...filter }: QueueFilter & { after?: string | undefined; limit: number },
) {
  const [time, id] = after?.split("|") ?? [];
  return db
    .select({
      revisionId: revisions.id,
      imageId: revisions.imageId,
      name: images.name,
      thumbKey: imageStages.artefactKey,
      number: revisions.number,
      state: revisions.state,
      authorIds: revisions.authorIds,
      createdBy: revisions.createdBy,
      createdAt: revisions.createdAt,
      reviewedByName: reviewers.name,
      reviewedAt: revisions.reviewedAt,
      approved: decided("approved"),
      returned: decided("changes_requested"),
      openComments: sql<number>`(
        select count(*)::int from review_comments c join revisions x on x.id = c.revision_id
        where x.image_id = ${revisions.imageId} and c.settled_at is null)`,
      cursor: cursorOf,
    })
    .from(revisions)
    .innerJoin(images, eq(images.id, revisions.imageId))
    .leftJoin(imageStages, and(eq(imageStages.imageId, images.id), eq(imageStages.stage, "ingest")))
    .leftJoin(reviewers, eq(reviewers.id, revisions.reviewedBy))
    .where(
      and(
        matches(filter),
        time && id
          ? sql`(${revisions.createdAt}, ${revisions.id}) > (${time}::timestamptz, ${id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(revisions.createdAt), asc(revisions.id))
    .limit(limit);
}

/** The submitted revision to look at after `revisionId`: the next one in waiting order, then the first of all. */
export async function nextInQueue(
  db: Db,
  { revisionId, ...filter }: Omit<QueueFilter, "state"> & { revisionId: string },
): Promise<string | null> {
  const behind = sql`((${revisions.createdAt}, ${revisions.id}) >
    (select h.created_at, h.id from revisions h where h.id = ${revisionId}))`;
  const [row] = await db
    .select({ id: revisions.id })
    .from(revisions)
    .where(and(matches({ ...filter, state: "submitted" }), sql`${revisions.id} <> ${revisionId}`))
    .orderBy(sql`${behind} desc`, asc(revisions.createdAt), asc(revisions.id))
    .limit(1);
  return row?.id ?? null;
}

/** How many images have their newest revision in each state, by person who drew on it (`null`: in all). */
export async function reviewCounts(db: Db, { projectId }: { projectId: string }) {
  const { rows } = await db.execute<{ userId: string | null; state: RevisionState; n: number }>(sql`
    with newest as (
      select distinct on (image_id) id, state, author_ids from revisions
      where project_id = ${projectId} order by image_id, number desc
    )
    select null as "userId", state, count(*)::int as n from newest group by state
    union all
    select author as "userId", state, count(*)::int
      from newest, jsonb_array_elements_text(author_ids) as author group by author, state`);
  return rows;
}

/** Decisions on the newest revisions by part: how many approved, and sent back for which reason. */
export async function partProgress(db: Db, { projectId }: { projectId: string }) {
  const { rows } = await db.execute<{ partId: string; reason: ReviewReason | null; n: number }>(sql`
    with newest as (
      select distinct on (image_id) id from revisions
      where project_id = ${projectId} order by image_id, number desc
    )
    select d.part_id as "partId", d.reason, count(*)::int as n
    from newest join part_decisions d on d.revision_id = newest.id group by d.part_id, d.reason`);
  return rows;
}
