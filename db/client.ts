import { setTimeout as sleep } from "node:timers/promises";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as accounts from "./schema/accounts";
import * as analysis from "./schema/analysis";
import * as annotation from "./schema/annotation";
import * as images from "./schema/images";
import * as models from "./schema/models";
import * as projects from "./schema/projects";

export const schema = { ...accounts, ...models, ...projects, ...images, ...annotation, ...analysis };

/** A pool's database or a transaction of it: what every query takes first. */
export type Db = NodePgDatabase<typeof schema>;

export interface Connection {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** Opens a pool. An idle connection that breaks (Postgres restarting) is logged and replaced, never fatal. */
export function connect(databaseUrl: string, options?: { max?: number; name?: string }): Connection {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options?.max ?? 10,
    // A database that is cut off is an error somebody can read, not a page that loads for ever.
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: options?.name ?? "partwise",
  });
  pool.on("error", (error) => console.warn(`[db] idle connection lost: ${error.message}`));
  // One that breaks while it is lent out fails its next query; the event by itself must not end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = drizzle(pool, { schema, casing: "snake_case" });
  // Drizzle keeps the connection for ever when `begin` fails on it (Postgres restarting): a few such and the pool
  // is empty, its users waiting without an end. So the connection is taken, and given back, here.
  db.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      return await drizzle(client, { schema, casing: "snake_case" }).transaction(work, config);
    } finally {
      client.release();
    }
  };
  return { db, pool, close: () => pool.end() };
}

const ASK_AGAIN_MS = 200;

/**
 * Resolves when the database answers. One that is starting, restarting or not yet there is waited for, as long as
 * `patienceMs`; one that refuses the user, the password or the database's name (classes 28 and 3D) is an error at once.
 */
export async function untilReachable(pool: pg.Pool, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await pool.query("select 1");
      return;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (/^(28|3D)/.test(code) || Date.now() > deadline) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}
