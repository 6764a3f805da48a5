import { sql } from "drizzle-orm";
import { applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import type { Db } from "@/db/client";
import { type Listener, listen } from "@/db/notify";
import { RELAYED, type Room } from "./room";
import type { Rooms } from "./rooms";

const CHANNEL = "partwise_awareness";
const FLUSH_MS = 40;
const HELLO_MS = 10_000;
/** A process not heard of for this long is gone. */
const PEER_MS = 25_000;
/** NOTIFY refuses 8,000 bytes; a drag that does not fit is not seen at other processes until it is dropped. */
const MAX_PAYLOAD = 7_800;

/**
 * Presence between processes. Silent while this is the only one; otherwise local changes are gathered for a
 * moment and sent on. Presence is not kept: a lost message is made good by the next.
 */
export class PresenceRelay {
  private readonly peers = new Map<string, number>();
  private readonly changed = new Map<Room, Set<number>>();
  private flushing: NodeJS.Timeout | null = null;
  private hello: NodeJS.Timeout | null = null;
  private listener: Listener | null = null;

  constructor(
    private readonly db: Db,
    private readonly self: string,
    private readonly rooms: () => Rooms,
  ) {}

  async start(databaseUrl: string): Promise<void> {
    this.listener = await listen(databaseUrl, CHANNEL, (payload) => this.receive(payload));
    this.hello = setInterval(() => this.sayHello(), HELLO_MS);
    this.hello.unref();
    this.sayHello();
  }

  async close(): Promise<void> {
    if (this.hello) clearInterval(this.hello);
    if (this.flushing) clearTimeout(this.flushing);
    await this.listener?.close();
  }

  /** These clients of the room moved, came or went. */
  notice(room: Room, clients: readonly number[]): void {
    if (!this.hasPeers()) return;
    const pending = this.changed.get(room) ?? new Set();
    for (const client of clients) pending.add(client);
    this.changed.set(room, pending);
    this.flushing ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  /** Asks the other processes who has the document open there. */
  ask(documentId: string): void {
    if (this.hasPeers()) this.send([`${this.self} ask ${documentId}`]);
  }

  private hasPeers(): boolean {
    const now = performance.now();
    for (const [peer, seen] of this.peers) if (now - seen > PEER_MS) this.peers.delete(peer);
    return this.peers.size > 0;
  }

  private sayHello(): void {
    this.send([`${this.self} hello`]);
  }

  private flush(): void {
    this.flushing = null;
    const payloads = [...this.changed].flatMap(([room, clients]) => this.statesOf(room, clients));
    this.changed.clear();
    this.send(payloads);
  }

  private statesOf(room: Room, clients: Iterable<number>): string[] {
    return [...clients].flatMap((client) => {
      if (!room.awareness.meta.has(client)) return [];
      const update = Buffer.from(encodeAwarenessUpdate(room.awareness, [client])).toString("base64");
      const payload = `${this.self} state ${room.documentId} ${update}`;
      return payload.length <= MAX_PAYLOAD ? [payload] : [];
    });
  }

  private send(payloads: readonly string[]): void {
    if (payloads.length === 0) return;
    this.db
      .execute(sql`select pg_notify(${CHANNEL}, p) from unnest(${sql.param([...payloads])}::text[]) as p`)
      // Postgres away: people see each other's cursors again when it is back.
      .catch(() => undefined);
  }

  private receive(payload: string): void {
    const [peer, kind, documentId, update] = payload.split(" ");
    if (!peer || peer === this.self) return;
    const known = this.peers.has(peer);
    this.peers.set(peer, performance.now());
    if (!known) this.meet();
    const room = documentId ? this.rooms().find(documentId) : null;
    if (!room) return;
    if (kind === "ask") this.send(this.statesOf(room, room.localClients()));
    if (kind === "state" && update)
      applyAwarenessUpdate(room.awareness, new Uint8Array(Buffer.from(update, "base64")), RELAYED);
  }

  /** A new process: it learns of us, and hears who is here. */
  private meet(): void {
    this.sayHello();
    for (const room of this.rooms().loaded()) this.send(this.statesOf(room, room.localClients()));
  }
}
