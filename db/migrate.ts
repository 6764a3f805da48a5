import { fileURLToPath } from "node:url";
import { migrate as drizzleMigrate } from "drizzle-orm/node-postgres/migrator";
import type { Connection } from "./client";

const MIGRATION_LOCK = 7_203_118;

/**
 * Brings the schema up to date. Several processes may start at once: an advisory lock lets one work while
 * the others wait.
 */
export async function migrate(connection: Connection): Promise<void> {
  const client = await connection.pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await drizzleMigrate(connection.db, {
      migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)),
    });
  } finally {
    await client.query("select pg_advisory_unlock($1)", [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}
