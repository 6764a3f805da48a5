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
    application_name: options?.name ?? "partwise",
  });
  pool.on("error", (error) => console.warn(`[db] idle connection lost: ${error.message}`));
  // One that breaks while it is lent out fails its next query; the event by itself must not end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { db: drizzle(pool, { schema, casing: "snake_case" }), pool, close: () => pool.end() };
}
