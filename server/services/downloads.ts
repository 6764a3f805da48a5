import path from "node:path";
import { createBlobStore } from "@/db/blobs/store";
import type { Db } from "@/db/client";
import { createQueue, type Queue } from "@/db/queue/queue";
import type { Env } from "../env";
import { fetchKnown } from "./fetch-known";

/**
 * Fetches known networks as they are asked for, one at a time in this process. It belongs to the pages: registering a network
 * needs what they have (the compiler), and nothing of a worker's (the runtime).
 */
export async function startDownloads(
  { databaseUrl, blobDir, dataDir }: Pick<Env, "databaseUrl" | "blobDir" | "dataDir">,
  db: Db,
): Promise<Queue> {
  const queue = await createQueue(databaseUrl, { name: "partwise downloads", max: 2 });
  const fetching = {
    services: { db, blobs: createBlobStore(blobDir) },
    folder: path.resolve(dataDir, "models"),
  };
  await queue.work("download", { concurrency: 1 }, (job, attempt) => fetchKnown(fetching, job, attempt));
  return queue;
}
