import { sql } from "drizzle-orm";
import pg from "pg";
import type { ModelEvent, ProjectEvent } from "@/core/domain/events";
import type { Db } from "./client";

/** The channels of the product; a payload is small (ids and states), the receiver re-reads what it shows. */
export const CHANNELS = {
  /** JSON `{projectId, event}`. */
  project: "partwise_project",
  /** JSON `ModelEvent`. */
  models: "partwise_models",
  /** `${documentId}:${rowId}` of an appended document update. */
  document: "partwise_document",
  /** JSON `{projectId, userId}` when a membership changes, `{documentId, epoch}` when an epoch rises. */
  access: "partwise_access",
} as const;

/** Postgres refuses payloads of 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;

/** Sends `payload` to everyone listening on `channel`; inside a transaction it leaves at commit, or never. */
export async function publish(db: Db, channel: string, payload: string): Promise<void> {
  if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
    throw new RangeError(
      `A notification on ${channel} is larger than ${MAX_PAYLOAD_BYTES} bytes; send ids, not data.`,
    );
  }
  await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/** Tells every open browser of a project what happened (through whichever server it is connected to). */
export async function publishProjectEvent(db: Db, projectId: string, event: ProjectEvent): Promise<void> {
  const small =
    event.type === "stage" && event.error ? { ...event, error: event.error.slice(0, 500) } : event;
  await publish(db, CHANNELS.project, JSON.stringify({ projectId, event: small }));
}

/** Tells everybody who looks at the installation's networks. */
export async function publishModelEvent(db: Db, event: ModelEvent): Promise<void> {
  await publish(db, CHANNELS.models, JSON.stringify(event));
}

export interface Listener {
  close(): Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
const HEARTBEAT_MS = 15_000;
/** Longer than any answer takes; a server that says nothing for so long is taken for gone. */
const PATIENCE_MS = 10_000;

/**
 * Listens on `channel` with a session connection of its own (a pooler in transaction mode loses notifications).
 *
 * Rejects when the first connection fails. Afterwards a lost connection is opened again with back-off, and
 * `onReconnect` is called each time: whatever was sent in between is gone, so the receiver re-reads.
 */
export async function listen(
  databaseUrl: string,
  channel: string,
  onMessage: (payload: string) => void,
  onReconnect?: () => void,
): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let delay = FIRST_RETRY_MS;

  const open = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: `partwise listen ${channel}`,
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    let lost = false;
    let heartbeat: NodeJS.Timeout | undefined;
    const onLost = () => {
      if (lost) return;
      lost = true;
      clearInterval(heartbeat);
      if (client !== next) return;
      client = undefined;
      void next.end().catch(() => undefined);
      retry();
    };
    next.on("error", onLost);
    next.on("end", onLost);
    next.on("notification", (message) => {
      if (message.channel === channel) onMessage(message.payload ?? "");
    });
    try {
      await next.connect();
      await next.query(`listen ${next.escapeIdentifier(channel)}`);
      // The answer and the end can arrive as one: then this connection was lost before anybody held it.
      if (lost) throw new Error(`The connection that listens on ${channel} was lost as it opened.`);
    } catch (error) {
      lost = true;
      void next.end().catch(() => undefined);
      throw error;
    }
    if (closed) return next.end();
    client = next;
    delay = FIRST_RETRY_MS;
    // A connection cut without a word (a sleeping laptop, a firewall) is only noticed by talking.
    heartbeat = setInterval(() => void next.query("select 1").catch(onLost), HEARTBEAT_MS);
    heartbeat.unref();
  };

  const retry = () => {
    if (closed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      open().then(
        () => !closed && onReconnect?.(),
        () => retry(),
      );
    }, delay);
    delay = Math.min(LAST_RETRY_MS, delay * 2);
  };

  await open();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
