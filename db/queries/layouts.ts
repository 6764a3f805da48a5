import { and, eq } from "drizzle-orm";
import type { Db } from "../client";
import { layouts } from "../schema/analysis";

type At = { projectId: string; key: string };

export async function findLayout(db: Db, { projectId, key }: At) {
  const [row] = await db
    .select({ key: layouts.key, parameters: layouts.parameters, positions: layouts.positions })
    .from(layouts)
    .where(and(eq(layouts.projectId, projectId), eq(layouts.key, key)));
  return row ?? null;
}

/** The first writer's map is everybody's: returns whether this call was the first. */
export async function saveLayout(
  db: Db,
  layout: At & { parameters: Record<string, unknown>; positions: Record<string, [number, number]> },
): Promise<boolean> {
  const rows = await db.insert(layouts).values(layout).onConflictDoNothing().returning({ key: layouts.key });
  return rows.length > 0;
}
