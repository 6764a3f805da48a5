import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { ClassGroupInput } from "@/core/domain/classes";
import type { Explanation } from "@/core/domain/explanation";
import type { PartTemplate } from "@/core/domain/parts";
import type { Db } from "../client";
import { revisions } from "../schema/annotation";
import { imageStages, images } from "../schema/images";
import { classGroups, members, parts, projects } from "../schema/projects";

export interface ProjectFields {
  name: string;
  description: string;
  classifierId: string | null;
  segmenterId: string | null;
  explanation: Explanation;
  backgroundInScores: boolean;
  fourEyes: boolean;
}

/** The projects a person is in, newest first, with what a card shows. */
export async function listProjects(db: Db, { userId }: { userId: string }) {
  const imageCount = sql<number>`(select count(*)::int from ${images} where ${images.projectId} = ${projects.id})`;
  const explained = sql<number>`(
    select count(*)::int from ${images} join ${imageStages} on ${imageStages.imageId} = ${images.id}
    where ${images.projectId} = ${projects.id} and ${imageStages.stage} = 'explain' and ${imageStages.state} = 'done')`;
  const failed = sql<number>`(
    select count(distinct ${images.id})::int from ${images} join ${imageStages} on ${imageStages.imageId} = ${images.id}
    where ${images.projectId} = ${projects.id} and ${imageStages.state} = 'failed')`;
  const annotated = sql<number>`(
    select count(distinct ${revisions.imageId})::int from ${revisions} where ${revisions.projectId} = ${projects.id})`;
  const people = sql<number>`(select count(*)::int from members m where m.project_id = ${projects.id})`;
  return db
    .select({
      id: projects.id,
      name: projects.name,
      description: projects.description,
      createdAt: projects.createdAt,
      role: members.role,
      imageCount,
      explained,
      failed,
      annotated,
      people,
    })
    .from(projects)
    .innerJoin(members, eq(members.projectId, projects.id))
    .where(eq(members.userId, userId))
    .orderBy(desc(projects.createdAt));
}

/** The newest images of each project that have a thumbnail, at most `each` a project. */
export async function coverImages(db: Db, { projectIds, each }: { projectIds: string[]; each: number }) {
  if (projectIds.length === 0) return [];
  const ranked = db.$with("ranked").as(
    db
      .select({
        projectId: images.projectId,
        imageId: images.id,
        key: imageStages.artefactKey,
        rank: sql<number>`row_number() over (partition by ${images.projectId} order by ${images.createdAt} desc, ${images.id})`.as(
          "rank",
        ),
      })
      .from(images)
      .innerJoin(imageStages, eq(imageStages.imageId, images.id))
      .where(
        sql`${inArray(images.projectId, projectIds)} and ${imageStages.stage} = 'ingest' and ${imageStages.state} = 'done'`,
      ),
  );
  return db
    .with(ranked)
    .select({ projectId: ranked.projectId, imageId: ranked.imageId, key: ranked.key })
    .from(ranked)
    .where(sql`${ranked.rank} <= ${each}`)
    .orderBy(ranked.projectId, ranked.rank);
}

export async function findProject(db: Db, { projectId }: { projectId: string }) {
  const [row] = await db.select().from(projects).where(eq(projects.id, projectId));
  return row ?? null;
}

export async function createProject(
  db: Db,
  fields: Omit<ProjectFields, "fourEyes" | "explanation"> & { createdBy: string },
): Promise<string> {
  const [row] = await db.insert(projects).values(fields).returning({ id: projects.id });
  return row!.id;
}

export async function updateProject(
  db: Db,
  { projectId, ...fields }: { projectId: string } & Partial<ProjectFields>,
): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  await db.update(projects).set(fields).where(eq(projects.id, projectId));
}

export function listParts(db: Db, { projectId }: { projectId: string }) {
  return db.select().from(parts).where(eq(parts.projectId, projectId)).orderBy(asc(parts.position));
}

export type PartDraft = PartTemplate & { id?: string | undefined };

/**
 * Makes the project's parts exactly these. A part that comes with its id stays the same part under whatever
 * new name or place it has, so shapes drawn for it stay its own; parts that are not named go.
 */
export async function replaceParts(
  db: Db,
  { projectId, drafts }: { projectId: string; drafts: readonly PartDraft[] },
): Promise<void> {
  const existing = await listParts(db, { projectId });
  const kept = new Set(drafts.map((d) => d.id).filter((id) => id !== undefined));
  const gone = existing.filter((p) => !kept.has(p.id)).map((p) => p.id);
  if (gone.length > 0) await db.delete(parts).where(inArray(parts.id, gone));
  const known = new Set(existing.map((p) => p.id));
  for (const { id, ...fields } of drafts) {
    if (id !== undefined && known.has(id)) await db.update(parts).set(fields).where(eq(parts.id, id));
    else await db.insert(parts).values({ projectId, ...fields });
  }
}

export function listGroups(db: Db, { projectId }: { projectId: string }) {
  return db
    .select()
    .from(classGroups)
    .where(eq(classGroups.projectId, projectId))
    .orderBy(asc(classGroups.position));
}

export async function replaceGroups(
  db: Db,
  { projectId, groups }: { projectId: string; groups: readonly ClassGroupInput[] },
): Promise<void> {
  await db.delete(classGroups).where(eq(classGroups.projectId, projectId));
  if (groups.length > 0)
    await db.insert(classGroups).values(groups.map((g, position) => ({ projectId, position, ...g })));
}
