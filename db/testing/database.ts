import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Connection, connect } from "../client";

export interface TestDatabase extends Connection {
  url: string;
}

/**
 * A database of its own for one test file or test: migrated, with the queue's tables, and empty. `close()`
 * closes the pool and drops it, cutting off whoever is still connected.
 */
export async function freshDatabase(options?: { max?: number }): Promise<TestDatabase> {
  const template = new URL(inject("templateUrl"));
  const name = `t_${randomBytes(8).toString("hex")}`;
  await asAdmin(template, `create database ${name} template ${template.pathname.slice(1)}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const connection = connect(url.href, { max: options?.max ?? 10, name: "partwise test" });
  return {
    ...connection,
    url: url.href,
    async close() {
      await connection.close();
      await asAdmin(template, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
