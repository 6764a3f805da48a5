import { and, asc, eq } from "drizzle-orm";
import type { Db } from "../client";
import { models } from "../schema/models";

export type ModelRow = typeof models.$inferSelect;
export type NewModel = typeof models.$inferInsert;

/** All networks known to the installation, oldest first. */
export function listModels(db: Db): Promise<ModelRow[]> {
  return db.select().from(models).orderBy(asc(models.createdAt));
}

export async function findModel(db: Db, { modelId }: { modelId: string }): Promise<ModelRow | null> {
  const [row] = await db.select().from(models).where(eq(models.id, modelId));
  return row ?? null;
}

/** The oldest network with these bytes. */
export async function findModelBySha256(
  db: Db,
  { sha256, kind }: Pick<ModelRow, "sha256" | "kind">,
): Promise<ModelRow | null> {
  const [row] = await db
    .select()
    .from(models)
    .where(and(eq(models.sha256, sha256), eq(models.kind, kind)))
    .orderBy(asc(models.createdAt))
    .limit(1);
  return row ?? null;
}

export async function createModel(db: Db, model: NewModel): Promise<string> {
  const [row] = await db.insert(models).values(model).returning({ id: models.id });
  return row!.id;
}
