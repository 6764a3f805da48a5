import type { ProjectEvent } from "@/core/domain/events";
import { CHANNELS, listen } from "@/db/notify";

/** `resync`: events may have been missed; whatever is shown has to be read again. */
export type LiveEvent = ProjectEvent | { type: "resync" };

export interface LiveFeed {
  /** The project's events from now on, until `signal` aborts. */
  subscribe(projectId: string, signal: AbortSignal): AsyncGenerator<LiveEvent, void>;
}

/** A reader this far behind is told to read everything again instead of replaying. */
const MAX_BACKLOG = 1000;

interface Reader {
  push(event: LiveEvent): void;
}

/** Fans one stream of (project, event) out to readers, each with a queue of its own. */
export function createFanOut(): LiveFeed & {
  publish(projectId: string, event: ProjectEvent): void;
  resyncAll(): void;
} {
  const readers = new Map<string, Set<Reader>>();
  return {
    publish(projectId, event) {
      for (const reader of readers.get(projectId) ?? []) reader.push(event);
    },
    resyncAll() {
      for (const set of readers.values()) for (const reader of set) reader.push({ type: "resync" });
    },
    async *subscribe(projectId, signal) {
      let backlog: LiveEvent[] = [];
      let wake: (() => void) | undefined;
      const reader: Reader = {
        push(event) {
          if (backlog.length >= MAX_BACKLOG) backlog = [{ type: "resync" }];
          else backlog.push(event);
          wake?.();
        },
      };
      const stop = () => wake?.();
      const set = readers.get(projectId) ?? new Set();
      readers.set(projectId, set.add(reader));
      signal.addEventListener("abort", stop);
      try {
        while (!signal.aborted) {
          const batch = backlog;
          backlog = [];
          yield* batch;
          if (backlog.length === 0 && !signal.aborted)
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          wake = undefined;
        }
      } finally {
        signal.removeEventListener("abort", stop);
        set.delete(reader);
        if (set.size === 0) readers.delete(projectId);
      }
    },
  };
}

/** The feed of this process: one listening connection however many browsers are open. */
export function createLiveFeed(databaseUrl: string): LiveFeed {
  const fanOut = createFanOut();
  let listening: Promise<unknown> | undefined;
  const start = () =>
    listen(
      databaseUrl,
      CHANNELS.project,
      (payload) => {
        const { projectId, event } = JSON.parse(payload) as { projectId: string; event: ProjectEvent };
        fanOut.publish(projectId, event);
      },
      fanOut.resyncAll,
    );
  return {
    async *subscribe(projectId, signal) {
      listening ??= start().catch((error) => {
        listening = undefined;
        throw error;
      });
      await listening;
      yield* fanOut.subscribe(projectId, signal);
    },
  };
}
