import type { ServerResponse } from "node:http";
import type pg from "pg";
import type { Env } from "./env";

export const HEALTH_PATH = "/api/health";
const ANSWER_MS = 2_000;

/** 200 while Postgres answers, 503 with the reason otherwise. Needs no session and no Next. */
export async function answerHealth(
  response: ServerResponse,
  pool: pg.Pool,
  role: Env["role"],
  stats: () => Record<string, number>,
): Promise<void> {
  const problem = await databaseProblem(pool);
  response.writeHead(problem ? 503 : 200, {
    "content-type": "application/json",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify({ ok: !problem, role, database: problem ?? "ok", ...stats() }));
}

async function databaseProblem(pool: pg.Pool): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), ANSWER_MS);
  });
  try {
    await Promise.race([pool.query("select 1"), late]);
    return null;
  } catch (error) {
    return (error instanceof Error && error.message) || "unreachable";
  } finally {
    clearTimeout(timer);
  }
}
