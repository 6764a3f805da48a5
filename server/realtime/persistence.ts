import { setTimeout as sleep } from "node:timers/promises";
import * as Y from "yjs";
import type { PendingUpdate } from "@/db/queries/documents";
import type { Connection } from "./connection";

/** One change of one connection, in the order the room took it. `update` is null when it held nothing new. */
export interface Entry {
  update: Uint8Array | null;
  connection: Connection;
  /** The change's number on its connection. */
  count: number;
}

/** A document with changes to write; the room. */
export interface Source {
  readonly documentId: string;
  readonly epoch: number;
  /** Hands over the changes waiting, oldest first, and forgets them. */
  take(): Entry[];
  /** Everything in `rows` is committed. */
  committed(rows: readonly Row[]): void;
  /** Nothing was stored: the document has a new epoch, or is gone. */
  outdated(): void;
  /** Postgres refuses these changes for good (`error`). */
  failed(error: unknown): void;
}

/** Neighbouring changes of one person, stored together. */
export interface Row {
  entries: Entry[];
  userId: string | null;
  update: Uint8Array | null;
  id: number | null;
}

export interface LogWriterOptions {
  append: (updates: readonly PendingUpdate[]) => Promise<(number | null)[]>;
  /** Milliseconds between attempts while Postgres is away: doubled from the first to the last. */
  retry?: { first: number; last: number };
  log?: (message: string) => void;
}

const BATCH_BYTES = 8 * 1024 * 1024;

/**
 * Writes the changes of all rooms to the log, one statement at a time: what arrives while one commit is under
 * way goes together into the next (group commit), so the first change of a quiet moment waits for nothing and a
 * busy one costs few commits. Nothing is acknowledged before its commit, nothing is dropped while Postgres is
 * away. A commit whose answer was lost is repeated, which Yjs does not mind.
 */
export class LogWriter {
  private readonly dirty = new Set<Source>();
  private running: Promise<void> | null = null;
  private stopped = false;
  private readonly retry: { first: number; last: number };
  private readonly log: (message: string) => void;

  constructor(private readonly options: LogWriterOptions) {
    this.retry = options.retry ?? { first: 50, last: 2_000 };
    this.log = options.log ?? ((message) => console.warn(message));
  }

  /** Says that `source` has changes waiting. */
  notice(source: Source): void {
    this.dirty.add(source);
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
  }

  /** Resolves once everything noticed is written; false when that takes longer than `ms`. */
  async drain(ms: number): Promise<boolean> {
    const timeout = new AbortController();
    const late = sleep(ms, false, { signal: timeout.signal }).catch(() => false);
    const done = (async () => {
      while (this.running) await this.running;
      return true;
    })();
    const finished = await Promise.race([done, late]);
    timeout.abort();
    return finished;
  }

  /** Stops retrying; changes not committed stay unacknowledged, so their authors still hold them. */
  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    // Leaves the caller's stack, so that the changes of one turn of the event loop share a commit.
    await Promise.resolve();
    while (this.dirty.size > 0 && !this.stopped) await this.write(this.collect());
  }

  private collect(): Job[] {
    const jobs: Job[] = [];
    let bytes = 0;
    for (const source of this.dirty) {
      if (bytes > BATCH_BYTES) break;
      this.dirty.delete(source);
      const rows = groupByUser(source.take());
      if (rows.length === 0) continue;
      jobs.push({ source, rows });
      bytes += rows.reduce((sum, row) => sum + (row.update?.byteLength ?? 0), 0);
    }
    return jobs;
  }

  private async write(jobs: readonly Job[]): Promise<void> {
    let wait = this.retry.first;
    while (!this.stopped) {
      let ids: (number | null)[];
      try {
        ids = await this.append(jobs);
      } catch (error) {
        if (isPermanent(error)) return this.isolate(jobs, error);
        if (wait === this.retry.first)
          this.log(`[collab] Postgres did not take an update, trying again: ${inWords(error)}`);
        await sleep(wait);
        wait = Math.min(this.retry.last, wait * 2);
        continue;
      }
      return settle(jobs, ids);
    }
  }

  /** One document's trouble must not hold up the others. */
  private async isolate(jobs: readonly Job[], error: unknown): Promise<void> {
    if (jobs.length > 1) {
      for (const job of jobs) await this.write([job]);
    } else if (jobs[0]) {
      this.log(`[collab] Document ${jobs[0].source.documentId} cannot be written: ${inWords(error)}`);
      jobs[0].source.failed(error);
    }
  }

  private async append(jobs: readonly Job[]): Promise<(number | null)[]> {
    const updates = jobs.flatMap(({ source, rows }) =>
      rows.flatMap(({ update, userId }) =>
        update ? [{ documentId: source.documentId, epoch: source.epoch, update, userId }] : [],
      ),
    );
    return updates.length > 0 ? this.options.append(updates) : [];
  }
}

interface Job {
  source: Source;
  rows: Row[];
}

function settle(jobs: readonly Job[], ids: readonly (number | null)[]): void {
  let next = 0;
  for (const { source, rows } of jobs) {
    for (const row of rows) if (row.update) row.id = ids[next++] ?? null;
    if (rows.some((row) => row.update && row.id === null)) source.outdated();
    else source.committed(rows);
  }
}

/** Neighbours of one person become one row; the log keeps who wrote what. */
export function groupByUser(entries: readonly Entry[]): Row[] {
  const rows: Row[] = [];
  for (const entry of entries) {
    const userId = entry.connection.user?.id ?? null;
    const last = rows.at(-1);
    if (last && last.userId === userId) last.entries.push(entry);
    else rows.push({ entries: [entry], userId, update: null, id: null });
  }
  for (const row of rows) {
    const updates = row.entries.flatMap((entry) => (entry.update ? [entry.update] : []));
    row.update = updates.length > 1 ? Y.mergeUpdates(updates) : (updates[0] ?? null);
  }
  return rows;
}

/** SQLSTATE classes that repeating cannot mend: bad data, constraints, wrong SQL, limits. */
function isPermanent(error: unknown): boolean {
  return /^(22|23|42|54)/.test(sqlState(error) ?? "");
}

function sqlState(error: unknown): string | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ("code" in e && typeof e.code === "string" && /^[0-9A-Z]{5}$/.test(e.code)) return e.code;
  }
  return null;
}

function inWords(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest instanceof Error ? deepest.message || deepest.name : String(deepest);
}
