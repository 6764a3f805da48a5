import { and, eq, inArray } from "drizzle-orm";
import type { DownloadState } from "@/core/domain/jobs";
import type { Db } from "../client";
import { modelDownloads } from "../schema/models";

export type DownloadRow = typeof modelDownloads.$inferSelect;

export function listDownloads(db: Db): Promise<DownloadRow[]> {
  return db.select().from(modelDownloads);
}

/** Asks for a known network. False when it is on its way already. */
export async function requestDownload(
  db: Db,
  { name, requestedBy }: { name: string; requestedBy: string },
): Promise<boolean> {
  const fresh = { state: "waiting" as const, error: null, requestedBy, updatedAt: new Date() };
  const rows = await db
    .insert(modelDownloads)
    .values({ name, ...fresh })
    .onConflictDoUpdate({
      target: modelDownloads.name,
      set: fresh,
      setWhere: inArray(modelDownloads.state, ["done", "failed", "cancelled"]),
    })
    .returning({ name: modelDownloads.name });
  return rows.length > 0;
}

/** What has come so far. False when nobody wants it any more. */
export async function noteDownload(
  db: Db,
  { name, received }: { name: string; received?: number },
): Promise<boolean> {
  const rows = await db
    .update(modelDownloads)
    .set({ state: "running", ...(received === undefined ? {} : { received }), updatedAt: new Date() })
    .where(and(eq(modelDownloads.name, name), inArray(modelDownloads.state, ["waiting", "running"])))
    .returning({ name: modelDownloads.name });
  return rows.length > 0;
}

/** How it ended. `unfinished`: only where it has not come to an end. */
export async function setDownload(
  db: Db,
  {
    name,
    state,
    error,
    unfinished = false,
  }: { name: string; state: DownloadState; error: string | null; unfinished?: boolean },
): Promise<boolean> {
  const which = eq(modelDownloads.name, name);
  const rows = await db
    .update(modelDownloads)
    .set({ state, error, updatedAt: new Date() })
    .where(unfinished ? and(which, inArray(modelDownloads.state, ["waiting", "running"])) : which)
    .returning({ name: modelDownloads.name });
  return rows.length > 0;
}
