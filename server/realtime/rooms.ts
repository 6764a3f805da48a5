import { setTimeout as sleep } from "node:timers/promises";
import { CLOSE } from "@/core/annotation/protocol";
import { AppError } from "@/core/domain/errors";
import type { LoadedDocument } from "@/db/queries/documents";
import { SERVER_LIMITS } from "./limits";
import { LogWriter, type LogWriterOptions } from "./persistence";
import { Room, type RoomHooks } from "./room";

/** What the rooms need of the database; functions, so that tests can make it slow, late or broken. */
export interface DocumentStore {
  load(documentId: string): Promise<LoadedDocument>;
  append: LogWriterOptions["append"];
  read(documentId: string, rowIds: readonly number[]): Promise<StoredUpdate[]>;
  compact(documentId: string): Promise<number>;
}

interface StoredUpdate {
  id: number;
  epoch: number;
  update: Uint8Array;
}

export interface RoomsOptions {
  store: DocumentStore;
  /** How long a document stays in memory after its last client, milliseconds. */
  evictAfterMs?: number;
  /** Log rows of one document that make a compaction worth while. */
  compactAfterRows?: number;
  retry?: LogWriterOptions["retry"];
  onPresence?: RoomHooks["onPresence"];
  log?: (message: string) => void;
}

/** A document that is loading or loaded, and the rows other processes announced meanwhile. */
interface Slot {
  opening: Promise<Room>;
  room: Room | null;
  announced: Set<number>;
  /** Everything must be read again: notifications may have been missed. */
  reload: boolean;
  fetching: boolean;
  evictAt: NodeJS.Timeout | null;
  compacting: boolean;
}

const DEFAULTS = { evictAfterMs: 30_000, compactAfterRows: 400 };

/** The documents in this process's memory. */
export class Rooms {
  readonly writer: LogWriter;
  private readonly slots = new Map<string, Slot>();
  private readonly store: DocumentStore;
  private readonly options: typeof DEFAULTS;
  private readonly log: (message: string) => void;
  private readonly hooks: RoomHooks;
  private uncommittedBytes = 0;
  private closed = false;

  constructor({ store, retry, onPresence, log, ...options }: RoomsOptions) {
    this.store = store;
    this.options = { ...DEFAULTS, ...options };
    this.log = log ?? ((message) => console.warn(message));
    this.writer = new LogWriter({ append: store.append, log: this.log, ...(retry ? { retry } : {}) });
    this.hooks = {
      mayAccept: () => this.uncommittedBytes < SERVER_LIMITS.uncommittedBytes,
      onChange: (room, bytes) => {
        this.uncommittedBytes += bytes;
        this.writer.notice(room);
        this.considerCompaction(room);
      },
      onSettled: (bytes) => {
        this.uncommittedBytes -= bytes;
      },
      onOutdated: (room) => void this.expire(room),
      onFailed: (room) => this.drop(room, CLOSE.unavailable, "Changes could not be stored."),
      onPresence: onPresence ?? (() => undefined),
    };
  }

  /** The room of a document, loaded. Rejects when it cannot be loaded; the next call then tries again. */
  async open(documentId: string): Promise<Room> {
    if (this.closed) throw new AppError("unavailable", "The server is stopping.");
    const existing = this.slots.get(documentId);
    if (existing) return existing.opening;
    const slot: Slot = {
      opening: this.store.load(documentId).then((loaded) => this.opened(slot, loaded)),
      room: null,
      announced: new Set(),
      reload: false,
      fetching: false,
      evictAt: null,
      compacting: false,
    };
    this.slots.set(documentId, slot);
    slot.opening.catch(() => {
      if (this.slots.get(documentId) === slot) this.slots.delete(documentId);
    });
    return slot.opening;
  }

  loaded(): Room[] {
    return [...this.slots.values()].flatMap((slot) => slot.room ?? []);
  }

  find(documentId: string): Room | null {
    return this.slots.get(documentId)?.room ?? null;
  }

  /** Called when somebody joins or leaves: an empty room leaves memory after a while. */
  considerEviction(room: Room): void {
    const slot = this.slotOf(room);
    if (!slot) return;
    if (slot.evictAt) clearTimeout(slot.evictAt);
    slot.evictAt = null;
    if (room.connections.size > 0) return;
    slot.evictAt = setTimeout(() => void this.evict(room), this.options.evictAfterMs);
    slot.evictAt.unref();
  }

  /** Another process committed a row. */
  announce(documentId: string, rowId: number): void {
    const slot = this.slots.get(documentId);
    if (!slot) return;
    slot.announced.add(rowId);
    void this.fetch(documentId, slot);
  }

  /** Notifications may have been lost: read every open document again. */
  reloadAll(): void {
    for (const [documentId, slot] of this.slots) {
      slot.reload = true;
      void this.fetch(documentId, slot);
    }
  }

  /** The document has this epoch now. */
  epochIs(documentId: string, epoch: number): void {
    const room = this.find(documentId);
    if (room && room.epoch < epoch)
      this.drop(room, CLOSE.staleEpoch, "The annotation was replaced; it is loaded anew.");
  }

  /** Closes every connection, then waits for what was accepted to be committed, up to `drainMs`. */
  async close(code: number, reason: string, drainMs: number): Promise<boolean> {
    this.closed = true;
    for (const room of this.loaded()) room.closeAll(code, reason);
    const drained = await this.writer.drain(drainMs);
    this.writer.stop();
    for (const slot of this.slots.values()) {
      if (slot.evictAt) clearTimeout(slot.evictAt);
      slot.room?.destroy();
    }
    this.slots.clear();
    return drained;
  }

  private opened(slot: Slot, loaded: LoadedDocument): Room {
    if (this.closed) throw new AppError("unavailable", "The server is stopping.");
    const room = new Room(loaded, this.hooks);
    slot.room = room;
    if (slot.announced.size > 0 || slot.reload) void this.fetch(loaded.documentId, slot);
    // Whoever asked may be gone by now.
    this.considerEviction(room);
    return room;
  }

  private slotOf(room: Room): Slot | null {
    const slot = this.slots.get(room.documentId);
    return slot?.room === room ? slot : null;
  }

  private drop(room: Room, code: number, reason: string): void {
    const slot = this.slotOf(room);
    if (slot?.evictAt) clearTimeout(slot.evictAt);
    if (slot) this.slots.delete(room.documentId);
    room.closeAll(code, reason);
    room.destroy();
  }

  /** Postgres did not take a change because the document is not what the room holds. */
  private async expire(room: Room): Promise<void> {
    const gone = await this.store.load(room.documentId).then(
      () => false,
      (error: unknown) => error instanceof AppError && error.code === "not_found",
    );
    if (gone) this.drop(room, CLOSE.notFound, "This annotation does not exist any more.");
    else this.drop(room, CLOSE.staleEpoch, "The annotation was replaced; it is loaded anew.");
  }

  private async fetch(documentId: string, slot: Slot): Promise<void> {
    if (slot.fetching || !slot.room) return;
    slot.fetching = true;
    let wait = 100;
    while (!this.closed && this.slots.get(documentId) === slot && (slot.reload || slot.announced.size > 0)) {
      const ids = [...slot.announced];
      const reload = slot.reload;
      slot.announced.clear();
      slot.reload = false;
      try {
        await this.catchUp(slot.room, ids, reload);
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") {
          this.drop(slot.room, CLOSE.notFound, "This annotation does not exist any more.");
          break;
        }
        slot.reload = true;
        await sleep(wait);
        wait = Math.min(2_000, wait * 2);
      }
    }
    slot.fetching = false;
  }

  /** Rows that are not in the log any more were compacted: then the snapshot holds them. */
  private async catchUp(room: Room, ids: readonly number[], reload: boolean): Promise<void> {
    const rows = reload ? [] : await this.store.read(room.documentId, ids);
    if (reload || rows.length < ids.length) {
      const loaded = await this.store.load(room.documentId);
      if (loaded.epoch !== room.epoch) return this.epochIs(room.documentId, loaded.epoch);
      room.applyStored(loaded.state);
      room.logRows = loaded.rows;
      return;
    }
    for (const row of rows) if (row.epoch === room.epoch) room.applyStored(row.update);
    room.logRows += rows.length;
  }

  private async evict(room: Room): Promise<void> {
    const slot = this.slotOf(room);
    if (!slot || room.connections.size > 0) return;
    if (room.hasUncommitted) return this.considerEviction(room);
    this.drop(room, CLOSE.unavailable, "The document left memory.");
    if (room.logRows > 0) await this.compact(room.documentId);
  }

  private considerCompaction(room: Room): void {
    const slot = this.slotOf(room);
    if (!slot || slot.compacting || room.logRows < this.options.compactAfterRows) return;
    slot.compacting = true;
    void this.compact(room.documentId).then((rows) => {
      room.logRows = Math.max(0, room.logRows - rows);
      slot.compacting = false;
    });
  }

  /** Compaction can fail without harm: the log just stays long. */
  private async compact(documentId: string): Promise<number> {
    try {
      return await this.store.compact(documentId);
    } catch (error) {
      this.log(`[collab] Document ${documentId} was not compacted: ${String(error)}`);
      return 0;
    }
  }
}
