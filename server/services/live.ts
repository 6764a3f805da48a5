import type { ModelEvent, ProjectEvent } from "@/core/domain/events";
import { CHANNELS, listen } from "@/db/notify";

/** `resync`: events may have been missed; whatever is shown has to be read again. */
export type LiveEvent = ProjectEvent | { type: "resync" };

type LiveModelEvent = ModelEvent | { type: "resync" };

export interface LiveFeed {
  /** The project's events from now on, until `signal` aborts. */
  subscribe(projectId: string, signal: AbortSignal): AsyncGenerator<LiveEvent, void>;
  /** What happens to the installation's networks, likewise. */
  models(signal: AbortSignal): AsyncGenerator<LiveModelEvent, void>;
}

/** A reader this far behind is told to read everything again instead of replaying. */
const MAX_BACKLOG = 1000;

const RESYNC = { type: "resync" } as const;
type Resync = typeof RESYNC;

interface FanOut<E> {
  subscribe(topic: string, signal: AbortSignal): AsyncGenerator<E | Resync, void>;
  publish(topic: string, event: E): void;
  resyncAll(): void;
}

/** Fans one stream of (topic, event) out to readers, each with a queue of its own. */
export function createFanOut<E>(): FanOut<E> {
  type Reader = { push(event: E | Resync): void };
  const readers = new Map<string, Set<Reader>>();
  return {
    publish(topic, event) {
      for (const reader of readers.get(topic) ?? []) reader.push(event);
    },
    resyncAll() {
      for (const set of readers.values()) for (const reader of set) reader.push(RESYNC);
    },
    async *subscribe(topic, signal) {
      let backlog: (E | Resync)[] = [];
      let wake: (() => void) | undefined;
      const reader: Reader = {
        push(event) {
          if (backlog.length >= MAX_BACKLOG) backlog = [RESYNC];
          else backlog.push(event);
          wake?.();
        },
      };
      const stop = () => wake?.();
      const set = readers.get(topic) ?? new Set();
      readers.set(topic, set.add(reader));
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
        if (set.size === 0) readers.delete(topic);
      }
    },
  };
}

/** One listening connection of this process for a channel, opened by the first reader. */
function channelFeed<E>(
  databaseUrl: string,
  channel: string,
  parse: (payload: string) => { topic: string; event: E },
): FanOut<E>["subscribe"] {
  const fanOut = createFanOut<E>();
  let listening: Promise<unknown> | undefined;
  const receive = (payload: string) => {
    const { topic, event } = parse(payload);
    fanOut.publish(topic, event);
  };
  return async function* (topic, signal) {
    listening ??= listen(databaseUrl, channel, receive, fanOut.resyncAll).catch((error) => {
      listening = undefined;
      throw error;
    });
    await listening;
    yield* fanOut.subscribe(topic, signal);
  };
}

/** The feed of this process: one listening connection a channel, however many browsers are open. */
export function createLiveFeed(databaseUrl: string): LiveFeed {
  const networks = channelFeed<ModelEvent>(databaseUrl, CHANNELS.models, (payload) => ({
    topic: "",
    event: JSON.parse(payload),
  }));
  return {
    subscribe: channelFeed<ProjectEvent>(databaseUrl, CHANNELS.project, (payload) => {
      const { projectId, event } = JSON.parse(payload);
      return { topic: projectId, event };
    }),
    models: (signal) => networks("", signal),
  };
}
