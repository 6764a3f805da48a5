import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { selections } from "../schema/analysis";

export type NewSelection = Omit<typeof selections.$inferInsert, "id" | "createdAt" | "updatedAt">;

const shown = {
  id: selections.id,
  authorId: selections.authorId,
  authorName: users.name,
  name: selections.name,
  colour: selections.colour,
  kind: selections.kind,
  members: selections.members,
  rule: selections.rule,
  polygon: selections.polygon,
  layoutKey: selections.layoutKey,
  note: selections.note,
  createdAt: selections.createdAt,
  updatedAt: selections.updatedAt,
};

/** Everybody's selections in the project, in the order they were made. */
export function listSelections(db: Db, { projectId }: { projectId: string }) {
  return db
    .select(shown)
    .from(selections)
    .innerJoin(users, eq(users.id, selections.authorId))
    .where(eq(selections.projectId, projectId))
    .orderBy(asc(selections.createdAt), asc(selections.id));
}

export async function findSelection(db: Db, { projectId, id }: { projectId: string; id: string }) {
  const [row] = await db
    .select(shown)
    .from(selections)
    .innerJoin(users, eq(users.id, selections.authorId))
    .where(and(eq(selections.projectId, projectId), eq(selections.id, id)));
  return row ?? null;
}

export async function createSelection(db: Db, selection: NewSelection): Promise<string> {
  const [row] = await db.insert(selections).values(selection).returning({ id: selections.id });
  return row!.id;
}

export async function updateSelection(
  db: Db,
  {
    projectId,
    id,
    ...fields
  }: { projectId: string; id: string } & Partial<Pick<NewSelection, "name" | "colour" | "note" | "rule">>,
): Promise<void> {
  await db
    .update(selections)
    .set({ ...fields, updatedAt: new Date() })
    .where(and(eq(selections.projectId, projectId), eq(selections.id, id)));
}

export async function removeSelection(db: Db, { projectId, id }: { projectId: string; id: string }) {
  await db.delete(selections).where(and(eq(selections.projectId, projectId), eq(selections.id, id)));
}
