import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { connect } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import type { Options } from "./options";

export interface Database {
  url: string;
  stop(): Promise<void>;
}

/** The embedded Postgres, or the one named by DATABASE_URL; either way with an up-to-date schema. */
export async function openDatabase(
  options: Options,
  root: string,
  log: (line: string) => void,
): Promise<Database> {
  const database = options.databaseUrl
    ? { url: options.databaseUrl, stop: async () => undefined }
    : await embedded(options.dataDir, log);
  try {
    await upgrade(database.url, root);
  } catch (error) {
    await database.stop();
    throw error;
  }
  return database;
}

async function embedded(dataDir: string, log: (line: string) => void): Promise<Database> {
  mkdirSync(dataDir, { recursive: true });
  return startEmbeddedPostgres(dataDir, { log: (line) => log(`[postgres] ${line}`) });
}

async function upgrade(url: string, root: string): Promise<void> {
  const connection = connect(url, { max: 2, name: "partwise start" });
  try {
    await refuseNewerSchema(connection.pool, root);
    await migrate(connection);
  } catch (error) {
    throw explain(error, url);
  } finally {
    await connection.close();
  }
}

/** Throws when the database was upgraded by a version of Partwise that knows more migrations than this one. */
async function refuseNewerSchema(pool: pg.Pool, root: string): Promise<void> {
  const { rows: tables } = await pool.query("select to_regclass('drizzle.__drizzle_migrations') as name");
  if (!tables[0]?.name) return;
  const journal = JSON.parse(readFileSync(path.join(root, "db/migrations/meta/_journal.json"), "utf8")) as {
    entries: { when: number }[];
  };
  const known = new Set(journal.entries.map((entry) => entry.when));
  const { rows } = await pool.query("select created_at from drizzle.__drizzle_migrations");
  if (rows.every((row) => known.has(Number(row.created_at)))) return;
  throw new Error(
    "The database was made by another, newer version of Partwise. Start that version, or choose another data folder with PARTWISE_DATA_DIR (or another DATABASE_URL).",
  );
}

function explain(error: unknown, url: string): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const { host, pathname } = new URL(url);
  if (/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/.test(code))
    return new Error(`No Postgres answers at ${host}. Check DATABASE_URL, and that Postgres runs.`);
  if (code === "28P01" || code === "28000")
    return new Error(`Postgres at ${host} refuses the user or password of DATABASE_URL.`);
  if (code === "3D000")
    return new Error(`Postgres at ${host} has no database “${pathname.slice(1)}”; create it first.`);
  return error instanceof Error ? error : new Error(String(error));
}
