import { and, desc, eq, sql } from "drizzle-orm";
import type { FindingImage } from "@/core/analysis/comparison/finding";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { findingComments, findingImages, findings } from "../schema/findings";

export type NewFinding = Omit<typeof findings.$inferInsert, "id" | "createdAt" | "updatedAt">;
type Ref = { projectId: string; findingId: string };

const shown = {
  id: findings.id,
  authorId: findings.authorId,
  authorName: sql<string>`coalesce(${users.name}, 'a former member')`,
  title: findings.title,
  note: findings.note,
  view: findings.view,
  groups: findings.groups,
  basis: findings.basis,
  statistics: findings.statistics,
  createdAt: findings.createdAt,
  updatedAt: findings.updatedAt,
};

/** The project's findings, the newest first, with how many comments each has. */
export function listFindings(db: Db, { projectId }: { projectId: string }) {
  return db
    .select({
      ...shown,
      comments: sql<number>`(select count(*)::int from ${findingComments} where ${findingComments.findingId} = ${findings.id})`,
    })
    .from(findings)
    .leftJoin(users, eq(users.id, findings.authorId))
    .where(eq(findings.projectId, projectId))
    .orderBy(desc(findings.createdAt), desc(findings.id));
}

export async function findFinding(db: Db, { projectId, findingId }: Ref) {
  const [row] = await db
    .select(shown)
    .from(findings)
    .leftJoin(users, eq(users.id, findings.authorId))
    .where(and(eq(findings.projectId, projectId), eq(findings.id, findingId)));
  return row ?? null;
}

/** Whose project a finding is in, for routes that know its id only. Tenancy is checked by the caller. */
export async function projectOfFinding(db: Db, { findingId }: { findingId: string }) {
  const [row] = await db
    .select({ projectId: findings.projectId })
    .from(findings)
    .where(eq(findings.id, findingId));
  return row?.projectId ?? null;
}

/** Rows a statement may take: each has nine of Postgres' 65,535 parameters. */
const BATCH = 5000;

/** Call inside a transaction: a finding without its images would say it rests on nothing. */
export async function createFinding(
  tx: Db,
  finding: NewFinding,
  images: readonly FindingImage[],
): Promise<string> {
  const [row] = await tx.insert(findings).values(finding).returning({ id: findings.id });
  for (let i = 0; i < images.length; i += BATCH)
    await tx
      .insert(findingImages)
      .values(images.slice(i, i + BATCH).map((image) => ({ findingId: row!.id, ...image })));
  return row!.id;
}

export async function updateFinding(
  db: Db,
  { projectId, findingId, ...fields }: Ref & Partial<Pick<NewFinding, "title" | "note">>,
): Promise<void> {
  await db
    .update(findings)
    .set({ ...fields, updatedAt: new Date() })
    .where(and(eq(findings.projectId, projectId), eq(findings.id, findingId)));
}

export async function removeFinding(db: Db, { projectId, findingId }: Ref): Promise<void> {
  await db.delete(findings).where(and(eq(findings.projectId, projectId), eq(findings.id, findingId)));
}
