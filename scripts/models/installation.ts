import path from "node:path";
import type { BlobStore } from "@/db/blobs/store";
import { createBlobStore } from "@/db/blobs/store";
import { connect, type Db } from "@/db/client";
import { runningEmbeddedUrl, startEmbeddedPostgres } from "@/db/embedded";
import { migrate } from "@/db/migrate";

export interface Installation {
  db: Db;
  blobs: BlobStore;
  dataDir: string;
  close(): Promise<void>;
}

/**
 * The installation a command works on: `DATABASE_URL`, the embedded Postgres of a running Partwise, or the same
 * one started just for the command.
 */
export async function openInstallation(root: string): Promise<Installation> {
  const dataDir = path.resolve(root, process.env.PARTWISE_DATA_DIR || ".partwise");
  const given = process.env.DATABASE_URL || (await runningEmbeddedUrl(dataDir));
  const own = given ? null : await startEmbeddedPostgres(dataDir);
  const connection = connect(given || own!.url, { max: 2, name: "partwise models" });
  await migrate(connection);
  return {
    db: connection.db,
    blobs: createBlobStore(process.env.BLOB_DIR || path.join(dataDir, "blobs")),
    dataDir,
    async close() {
      await connection.close();
      await own?.stop();
    },
  };
}
