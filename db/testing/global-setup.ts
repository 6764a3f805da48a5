import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "../client";
import { startEmbeddedPostgres } from "../embedded";
import { migrate } from "../migrate";
import { createQueue } from "../queue/queue";

declare module "vitest" {
  export interface ProvidedContext {
    /** Of the migrated database that `freshDatabase` copies. */
    templateUrl: string;
  }
}

/** One real Postgres for all database tests of a run, without the syncs that only a power cut would miss. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(path.join(tmpdir(), "partwise-test-"));
  // As root, Postgres runs as another account, which must get through here.
  await chmod(directory, 0o755);
  const postgres = await startEmbeddedPostgres(directory, {
    log: () => undefined,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  const connection = connect(postgres.url, { max: 2 });
  await migrate(connection);
  await connection.close();
  const queue = await createQueue(postgres.url, { name: "template" });
  await queue.stop();
  project.provide("templateUrl", postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
