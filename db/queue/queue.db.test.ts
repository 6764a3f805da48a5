import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { JOB_SCHEMAS, type JobPayload } from "@/core/domain/jobs";
import { freshDatabase, type TestDatabase } from "../testing/database";
import { createQueue, type Queue } from "./queue";

let database: TestDatabase;
let queue: Queue;
beforeEach(async () => {
  database = await freshDatabase();
  queue = await createQueue(database.url, { name: "test", supervise: true, onError: () => undefined });
});
afterEach(async () => {
  await queue.stop({ timeoutMs: 1_000 });
  await database.close();
});

const payload = (): JobPayload<"ingest"> =>
  JOB_SCHEMAS.ingest.parse({ projectId: randomUUID(), imageId: randomUUID() });

test("a job exists when its transaction commits, and never when it is rolled back", async () => {
  const seen: string[] = [];
  await queue.work("ingest", { concurrency: 1 }, async ({ imageId }) => void seen.push(imageId));
  const kept = payload();
  await database.db.transaction(async (tx) => {
    await queue.enqueue(tx, "ingest", kept);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toEqual([]);
  });
  await database.db
    .transaction(async (tx) => {
      await queue.enqueue(tx, "ingest", payload());
      throw new Error("rolled back");
    })
    .catch(() => undefined);
  await vi.waitFor(() => expect(seen).toEqual([kept.imageId]));
  await vi.waitFor(async () => expect(await queue.pending()).toBe(0));
});

test("300 jobs inserted at once are drained without waiting for the poll, each once, within the concurrency", async () => {
  const seen = new Map<string, number>();
  let running = 0;
  let most = 0;
  await queue.work("ingest", { concurrency: 3 }, async ({ imageId }) => {
    most = Math.max(most, ++running);
    seen.set(imageId, (seen.get(imageId) ?? 0) + 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  });
  const jobs = Array.from({ length: 300 }, payload);
  await queue.enqueueAll(database.db, "ingest", jobs);
  // Polling alone would do one job a second in each of three loops: 100 seconds.
  await vi.waitFor(() => expect(seen.size).toBe(300), { timeout: 50_000 });
  expect([...seen.values()].every((n) => n === 1)).toBe(true);
  expect(most).toBeLessThanOrEqual(3);
});

test("a failing job is tried again with a rising attempt number and then given up to the dead letters", async () => {
  const attempts: { number: number; last: boolean }[] = [];
  const dead: unknown[] = [];
  await queue.work("ingest", { concurrency: 1 }, async (_payload, { number, last }) => {
    attempts.push({ number, last });
    throw new Error("disk on fire");
  });
  await queue.workDead(async (name, job) => void dead.push([name, job]));
  const job = payload();
  await queue.enqueue(database.db, "ingest", job);
  // The back-off is the queue's business; here every retry is due at once.
  const hurry = setInterval(async () => {
    await database.db.execute(sql`update pgboss.job set start_after = now() where state = 'retry'`);
  }, 100);
  await vi.waitFor(() => expect(dead).toEqual([["ingest", job]]), { timeout: 20_000 });
  clearInterval(hurry);
  expect(attempts).toEqual([1, 2, 3, 4].map((number) => ({ number, last: number === 4 })));
});

test("a payload that is not of the job's shape is refused before it is stored", async () => {
  await expect(queue.enqueue(database.db, "ingest", { projectId: "x" } as never)).rejects.toThrow();
  expect(await queue.pending()).toBe(0);
});

test("stop waits for the running job", async () => {
  let begun = false;
  let finish = () => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  await queue.work("ingest", { concurrency: 1 }, () => {
    begun = true;
    return work;
  });
  await queue.enqueue(database.db, "ingest", payload());
  await vi.waitFor(() => expect(begun).toBe(true));
  let stopped = false;
  const stopping = queue.stop().then(() => {
    stopped = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(stopped).toBe(false);
  finish();
  await stopping;
  const { rows } = await database.db.execute(sql`select state::text from pgboss.job`);
  expect(rows).toEqual([{ state: "completed" }]);
});

test("two processes may create the queue at the same time", async () => {
  const others = await Promise.all([1, 2, 3].map((n) => createQueue(database.url, { name: `other ${n}` })));
  await Promise.all(others.map((other) => other.stop()));
});
