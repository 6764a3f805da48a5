import { sql } from "drizzle-orm";
import { fromDrizzle, type Job, PgBoss } from "pg-boss";
import { JOB_NAMES, JOB_SCHEMAS, type JobName, type JobPayload } from "@/core/domain/jobs";
import type { Db } from "../client";
import { quietLog } from "./quiet-log";
import { DEAD_LETTER, QUEUE_SETTINGS, WORK_SETTINGS } from "./settings";

export interface Attempt {
  /** Aborted when the job has run too long or the process is stopping without waiting. */
  signal: AbortSignal;
  /** 1 for the first try. */
  number: number;
  /** No retry follows: a failure is final. */
  last: boolean;
}

export type Handler<Name extends JobName> = (payload: JobPayload<Name>, attempt: Attempt) => Promise<void>;

export interface Queue {
  /** Adds a job; inside a transaction it exists when that commits. */
  enqueue<Name extends JobName>(tx: Db, name: Name, payload: JobPayload<Name>): Promise<void>;
  /** Many jobs of one kind in one statement. */
  enqueueAll<Name extends JobName>(tx: Db, name: Name, payloads: readonly JobPayload<Name>[]): Promise<void>;
  /**
   * Runs `handler` for every job, at most `concurrency` at once in this process. A handler that throws is
   * tried again with back-off; after the last try the job goes to `workDead`. So does one whose worker died.
   */
  work<Name extends JobName>(
    name: Name,
    options: { concurrency: number },
    handler: Handler<Name>,
  ): Promise<void>;
  /** Jobs that were given up, so that somebody can say so where people look. */
  workDead(handler: (name: JobName, payload: JobPayload<JobName>) => Promise<void>): Promise<void>;
  /** Jobs not yet finished (waiting, waiting for a retry, or running), over all kinds. */
  pending(): Promise<number>;
  /** Takes no more jobs, waits up to `timeoutMs` for those running, then closes. Abandoned ones are retried elsewhere. */
  stop(options?: { timeoutMs?: number }): Promise<void>;
}

export interface QueueOptions {
  /** Shown in `pg_stat_activity`. */
  name?: string;
  /** Connections of the queue's own pool. */
  max?: number;
  /** Also looks after the queue: returns jobs of dead workers, deletes old ones. One process at a time does it. */
  supervise?: boolean;
  onError?: (error: Error) => void;
}

/** The job queue in Postgres. Creates its tables and queues when they are missing; safe to call in many processes. */
export async function createQueue(databaseUrl: string, options: QueueOptions = {}): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: `${options.name ?? "partwise"} queue`,
    max: options.max ?? 4,
    useListenNotify: true,
    supervise: options.supervise ?? false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    schedule: false,
  });
  boss.on("error", options.onError ?? quietLog(console.warn));
  await boss.start();
  await createQueues(boss);

  const inTransaction = (tx: Db) => fromDrizzle(tx, sql);
  return {
    async enqueue(tx, name, payload) {
      await boss.send(name, JOB_SCHEMAS[name].parse(payload), { db: inTransaction(tx) });
    },
    async enqueueAll(tx, name, payloads) {
      if (payloads.length === 0) return;
      const jobs = payloads.map((payload) => ({ data: JOB_SCHEMAS[name].parse(payload) }));
      await boss.insert(name, jobs, { db: inTransaction(tx) });
    },
    async work(name, { concurrency }, handler) {
      for (let i = 0; i < concurrency; i++) {
        await workOne(boss, name, async (job) => {
          const payload = JOB_SCHEMAS[name].parse(job.data) as JobPayload<typeof name>;
          const number = job.retryCount + 1;
          const last = job.retryCount >= QUEUE_SETTINGS.retryLimit;
          await handler(payload, { signal: job.signal, number, last });
        });
      }
    },
    async workDead(handler) {
      for (const name of JOB_NAMES) {
        await workOne(boss, DEAD_LETTER(name), (job) => handler(name, JOB_SCHEMAS[name].parse(job.data)));
      }
    },
    async pending() {
      const counted = await boss
        .getDb()
        .executeSql(
          "select count(*)::int as n from pgboss.job where name = any($1) and state < 'completed'",
          [JOB_NAMES],
        );
      return counted.rows[0].n;
    },
    stop: (stopping) => boss.stop({ graceful: true, timeout: stopping?.timeoutMs ?? 20_000 }),
  };
}

/**
 * One loop that takes jobs singly. A NOTIFY wakes it once however many jobs were inserted, so after each job
 * it asks for the next at once instead of waiting for the poll: a bulk insert is drained without a pause.
 */
async function workOne(boss: PgBoss, name: string, handle: (job: Job<object>) => Promise<void>) {
  let id = "";
  id = await boss.work<object>(name, { ...WORK_SETTINGS, batchSize: 1 }, async ([job]) => {
    try {
      if (job) await handle(job);
    } finally {
      boss.notifyWorker(id);
    }
  });
}

async function createQueues(boss: PgBoss) {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const name of JOB_NAMES) {
    // Creating a queue that another process creates at the same moment is not an error.
    if (!known.has(DEAD_LETTER(name))) await boss.createQueue(DEAD_LETTER(name), { notify: true });
    if (!known.has(name)) await boss.createQueue(name, { ...QUEUE_SETTINGS, deadLetter: DEAD_LETTER(name) });
    else await boss.updateQueue(name, { ...QUEUE_SETTINGS, deadLetter: DEAD_LETTER(name) });
  }
}
