import { Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { CLOSE, encodeEpoch, encodeReadOnly, LIMITS } from "@/core/annotation/protocol";
import type { LoadedDocument } from "@/db/queries/documents";
import type { Connection } from "./connection";
import { MALFORMED } from "./limits";
import type { Entry, Row, Source } from "./persistence";
import { introduce, presentStates, receiveAwareness } from "./presence";
import { type ClientMessage, encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from "./wire";

/** Origin of what was read back from Postgres: committed already, so never written again. */
const STORED = Symbol("stored");
/** Origin of awareness that another process sent on. */
export const RELAYED = Symbol("relayed");

export interface RoomHooks {
  /** False while so much is uncommitted that no change may be taken. */
  mayAccept(): boolean;
  /** There are changes to write, `bytes` more than before. */
  onChange(room: Room, bytes: number): void;
  /** `bytes` of them need not be kept any longer. */
  onSettled(bytes: number): void;
  /** The epoch has moved on or the document is gone; the room must not be used any more. */
  onOutdated(room: Room): void;
  onFailed(room: Room, error: unknown): void;
  /** Local people's presence changed. */
  onPresence(room: Room, clients: readonly number[]): void;
}

/** One document in memory, with everybody who has it open at this process. */
export class Room implements Source {
  readonly documentId: string;
  readonly projectId: string;
  readonly epoch: number;
  /** Approved: it is shown to all and edited by nobody. Ends with the epoch. */
  readonly readOnly: boolean;
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly connections = new Set<Connection>();
  /** Rows in the log that no snapshot holds yet, as far as this process knows. */
  logRows: number;

  private queue: Entry[] = [];
  private uncommitted = 0;
  private lastChange: Uint8Array | null = null;
  /** Upper estimate of the encoded document, bytes; measured anew when it reaches the limit. */
  private size: number;

  /** Throws when the stored state cannot be read: then there is no room, never an empty one. */
  constructor(
    loaded: LoadedDocument,
    private readonly hooks: RoomHooks,
  ) {
    this.documentId = loaded.documentId;
    this.projectId = loaded.projectId;
    this.epoch = loaded.epoch;
    this.readOnly = loaded.readOnly;
    this.logRows = loaded.rows;
    this.size = loaded.state.byteLength;
    this.awareness.setLocalState(null);
    Y.applyUpdate(this.doc, loaded.state, STORED);
    this.doc.on("update", (update: Uint8Array, origin: unknown) => this.onDocUpdate(update, origin));
    this.awareness.on("update", (change: AwarenessChange, origin: unknown) =>
      this.onAwarenessUpdate(change, origin),
    );
  }

  get hasUncommitted(): boolean {
    return this.uncommitted > 0 || this.queue.length > 0;
  }

  join(connection: Connection): void {
    this.connections.add(connection);
    connection.readOnly = this.readOnly;
    connection.send(encodeEpoch(this.epoch));
    if (this.readOnly) connection.send(encodeReadOnly());
    connection.send(encodeStep1(Y.encodeStateVector(this.doc)));
    const present = introduce(this.awareness, this.connections);
    if (present) connection.send(encodeAwareness(present));
    connection.start((message) => this.receive(connection, message));
  }

  leave(connection: Connection): void {
    this.connections.delete(connection);
    if (connection.clientId !== null)
      removeAwarenessStates(this.awareness, [connection.clientId], connection);
  }

  /** Client ids of the people connected to this process. */
  localClients(): number[] {
    return [...this.connections].flatMap((connection) => connection.clientId ?? []);
  }

  closeAll(code: number, reason: string): void {
    for (const connection of [...this.connections]) connection.close(code, reason);
  }

  destroy(): void {
    this.awareness.destroy();
    this.doc.destroy();
  }

  /** Brings in what other processes committed. */
  applyStored(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, STORED);
    this.size += update.byteLength;
  }

  take(): Entry[] {
    const entries = this.queue;
    this.queue = [];
    return entries;
  }

  committed(rows: readonly Row[]): void {
    this.settled(rows.flatMap((row) => row.entries));
    const acks = new Map<Connection, { count: number; row: number | null }>();
    for (const row of rows) {
      if (row.id !== null) this.logRows++;
      for (const entry of row.entries) {
        const id = entry.update ? row.id : (acks.get(entry.connection)?.row ?? null);
        acks.set(entry.connection, { count: entry.count, row: id });
      }
    }
    for (const [connection, ack] of acks) connection.acknowledge(ack.count, ack.row);
  }

  outdated(): void {
    this.discard();
    this.hooks.onOutdated(this);
  }

  failed(error: unknown): void {
    this.discard();
    this.hooks.onFailed(this, error);
  }

  private discard(): void {
    this.settled(this.take());
    this.hooks.onSettled(this.uncommitted);
    this.uncommitted = 0;
  }

  private settled(entries: readonly Entry[]): void {
    const bytes = entries.reduce((sum, entry) => sum + (entry.update?.byteLength ?? 0), 0);
    this.uncommitted -= bytes;
    this.hooks.onSettled(bytes);
  }

  private receive(connection: Connection, message: ClientMessage): void {
    try {
      switch (message.type) {
        case "step1":
          connection.send(encodeStep2(Y.encodeStateAsUpdate(this.doc, message.stateVector)));
          break;
        case "change":
          this.receiveChange(connection, message.update);
          break;
        case "awareness":
          if (message.update.byteLength > LIMITS.awarenessBytes) throw new RangeError("awareness too large");
          receiveAwareness(this.awareness, this.connections, connection, message.update);
          break;
        case "query-awareness": {
          const present = presentStates(this.awareness);
          if (present) connection.send(encodeAwareness(present));
          break;
        }
      }
    } catch {
      connection.close(MALFORMED, "The message could not be read.");
    }
  }

  private receiveChange(connection: Connection, update: Uint8Array): void {
    // A viewer's changes are dropped here, whatever its client believes, and never acknowledged.
    if (!connection.canEdit) return;
    // Decoded before anything is applied: a half-applied update could not be taken back.
    Y.decodeUpdate(update);
    if (this.readOnly) this.receiveReadOnly(connection, update);
    else if (!this.hasRoomFor(update.byteLength)) {
      connection.close(CLOSE.tooLarge, "This image's annotation has reached its size limit.");
    } else if (!this.hooks.mayAccept()) {
      connection.close(CLOSE.unavailable, "Changes cannot be stored right now.");
    } else {
      this.enqueue(connection, this.apply(connection, update));
    }
  }

  /** Every client offers what it holds when it connects; only what would change something is an edit. */
  private receiveReadOnly(connection: Connection, update: Uint8Array): void {
    if (changesAnything(this.doc, update))
      connection.close(CLOSE.readOnly, "This image is approved. A reviewer can reopen it.");
    else this.enqueue(connection, null);
  }

  private enqueue(connection: Connection, update: Uint8Array | null): void {
    const bytes = update?.byteLength ?? 0;
    connection.changes++;
    this.queue.push({ update, connection, count: connection.changes });
    this.uncommitted += bytes;
    this.size += bytes;
    this.hooks.onChange(this, bytes);
  }

  /**
   * Applies a client's update; returns what the log has to keep, null when it held nothing new. An update that
   * waits for another one changes nothing yet and is kept whole.
   */
  private apply(connection: Connection, update: Uint8Array): Uint8Array | null {
    const { pendingStructs, pendingDs } = this.doc.store;
    this.lastChange = null;
    Y.applyUpdate(this.doc, update, connection);
    const waits = this.doc.store.pendingStructs !== pendingStructs || this.doc.store.pendingDs !== pendingDs;
    return waits && (this.doc.store.pendingStructs || this.doc.store.pendingDs) ? update : this.lastChange;
  }

  private hasRoomFor(bytes: number): boolean {
    if (this.size + bytes <= LIMITS.documentBytes) return true;
    this.size = Y.encodeStateAsUpdate(this.doc).byteLength;
    return this.size + bytes <= LIMITS.documentBytes;
  }

  private onDocUpdate(update: Uint8Array, origin: unknown): void {
    if (origin !== STORED) this.lastChange = update;
    this.broadcast(encodeUpdate(update), origin);
  }

  private onAwarenessUpdate({ added, updated, removed }: AwarenessChange, origin: unknown): void {
    const clients = [...added, ...updated, ...removed];
    this.broadcast(encodeAwareness(encodeAwarenessUpdate(this.awareness, clients)), origin);
    if (origin !== RELAYED) this.hooks.onPresence(this, clients);
  }

  private broadcast(message: Uint8Array, except: unknown): void {
    for (const connection of this.connections) if (connection !== except) connection.send(message);
  }
}

/** Whether applying the update would alter the document, or leave something waiting in it. */
function changesAnything(doc: Y.Doc, update: Uint8Array): boolean {
  const copy = new Y.Doc();
  try {
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    const { pendingStructs, pendingDs } = copy.store;
    let changed = false;
    copy.on("update", () => {
      changed = true;
    });
    Y.applyUpdate(copy, update);
    return changed || copy.store.pendingStructs !== pendingStructs || copy.store.pendingDs !== pendingDs;
  } finally {
    copy.destroy();
  }
}

interface AwarenessChange {
  added: number[];
  updated: number[];
  removed: number[];
}
