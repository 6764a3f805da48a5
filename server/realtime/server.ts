import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { CLOSE, LIMITS } from "@/core/annotation/protocol";
import { AppError } from "@/core/domain/errors";
import { may, type Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { appendUpdates, compactDocument, loadDocument, readUpdates } from "@/db/queries/documents";
import { type Admission, authorise, databaseGate, type Gate, isRefusal, PATH_PREFIX } from "./auth";
import { Connection } from "./connection";
import { listenForChanges } from "./fanout";
import { RECONNECT, SERVER_LIMITS } from "./limits";
import { PresenceRelay } from "./relay";
import { type DocumentStore, Rooms, type RoomsOptions } from "./rooms";
import { HEARTBEAT } from "./wire";

export interface CollaborationOptions {
  db: Db;
  databaseUrl: string;
  /** Where browsers reach the server; the only foreign `Host` an `Origin` may name. */
  publicUrl: string;
  gate?: Gate;
  store?: Partial<DocumentStore>;
  rooms?: Omit<RoomsOptions, "store" | "onPresence">;
}

export interface Collaboration {
  /** Takes an upgrade request for a document's socket; false when the request is for something else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  stats(): { documents: number; connections: number };
  /** Sends clients away to reconnect and commits what was accepted, within `drainMs`. */
  close(drainMs?: number): Promise<void>;
}

/** An admitted connection and what it was admitted to. */
interface Member {
  projectId: string;
  userId: string;
  role: Role;
}

const HEARTBEAT_MS = 15_000;

/** The annotation sockets of one process (core/annotation/SPEC.md, §7). */
export async function startCollaboration(options: CollaborationOptions): Promise<Collaboration> {
  const { db, databaseUrl, publicUrl } = options;
  const gate = options.gate ?? databaseGate(db);
  const self = randomUUID().slice(0, 8);
  const relay = new PresenceRelay(db, self, () => rooms);
  const rooms: Rooms = new Rooms({
    ...options.rooms,
    store: {
      load: (documentId) => loadDocument(db, documentId),
      append: (updates) => appendUpdates(db, updates, self),
      read: (documentId, rowIds) => readUpdates(db, documentId, rowIds),
      compact: (documentId) => compactDocument(db, documentId),
      ...options.store,
    },
    onPresence: (room, clients) => relay.notice(room, clients),
  });
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // Larger than the limit, so that a message somewhat too large is refused with a reason (4413).
    maxPayload: 2 * LIMITS.messageBytes,
  });
  const members = new Map<Connection, Member>();
  const open = new Set<Connection>();
  /** Rises with every change of access, so that an admission under way can tell that it is out of date. */
  let accessVersion = 0;

  async function recheck(concerns: (member: Member) => boolean): Promise<void> {
    accessVersion++;
    const affected = [...members].filter(([, member]) => concerns(member));
    await Promise.all(affected.map(([connection, member]) => refresh(connection, member)));
  }

  async function refresh(connection: Connection, member: Member): Promise<void> {
    let role: Role | null;
    try {
      role = await gate.role(member.projectId, member.userId);
    } catch {
      return connection.close(CLOSE.unavailable, "Your role could not be checked.");
    }
    if (!role) return connection.close(CLOSE.forbidden, "You are not a member of this project any more.");
    member.role = role;
    const canEdit = may(role, "annotation.edit");
    // What it drew as a viewer was dropped; a new connection offers it again, and is counted from the start.
    if (canEdit && !connection.canEdit) connection.close(RECONNECT, "Your role has changed.");
    connection.canEdit = canEdit;
  }

  async function admit(connection: Connection, request: IncomingMessage): Promise<void> {
    const version = accessVersion;
    const answer = await authorise(gate, request, publicUrl);
    if (isRefusal(answer)) return connection.close(answer.code, answer.reason);
    if (isStale(answer, answer.document.epoch)) return connection.close(...STALE);
    const { user, document, role } = answer;
    const known = rooms.find(document.documentId) !== null;
    const room = await rooms.open(document.documentId);
    if (connection.closed) return;
    if (rooms.find(document.documentId) !== room)
      return connection.close(RECONNECT, "The document is loaded anew.");
    if (isStale(answer, room.epoch)) return connection.close(...STALE);
    if (countOf(user.id) >= SERVER_LIMITS.connectionsPerUser)
      return connection.close(CLOSE.tooManyMessages, "Too many open tabs; close some.");
    if (room.connections.size >= SERVER_LIMITS.connectionsPerDocument)
      return connection.close(CLOSE.tooManyMessages, "Too many people have this image open.");

    const member: Member = { projectId: document.projectId, userId: user.id, role };
    members.set(connection, member);
    connection.user = user;
    connection.canEdit = may(role, "annotation.edit");
    connection.onClosed = () => {
      members.delete(connection);
      open.delete(connection);
      room.leave(connection);
      rooms.considerEviction(room);
    };
    room.join(connection);
    rooms.considerEviction(room);
    if (!known) relay.ask(document.documentId);
    if (version !== accessVersion) await refresh(connection, member);
  }

  function countOf(userId: string): number {
    let count = 0;
    for (const member of members.values()) if (member.userId === userId) count++;
    return count;
  }

  function accept(socket: WebSocket, request: IncomingMessage): void {
    const connection = new Connection(socket);
    open.add(connection);
    connection.onClosed = () => open.delete(connection);
    admit(connection, request).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found")
        return connection.close(CLOSE.notFound, "There is no such document.");
      console.warn(`[collab] A document could not be opened: ${String(error)}`);
      connection.close(CLOSE.unavailable, "The document could not be loaded; trying again.");
    });
  }

  const listener = await listenForChanges(databaseUrl, self, {
    onRow: (documentId, rowId) => rooms.announce(documentId, rowId),
    onEpoch: (documentId, epoch) => rooms.epochIs(documentId, epoch),
    onAccess: (projectId, userId) =>
      void recheck((m) => m.projectId === projectId && (userId === null || m.userId === userId)),
    onGap: () => {
      rooms.reloadAll();
      void recheck(() => true);
    },
  });
  await relay.start(databaseUrl);
  let beat = 0;
  const heartbeat = setInterval(() => {
    beat++;
    for (const connection of open) {
      connection.send(HEARTBEAT);
      if (beat % 2 === 0) connection.checkAlive();
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    upgrade(request, socket, head) {
      if (!request.url?.startsWith(PATH_PREFIX)) return false;
      sockets.handleUpgrade(request, socket, head, (webSocket) => accept(webSocket, request));
      return true;
    },
    stats: () => ({ documents: rooms.loaded().length, connections: open.size }),
    async close(drainMs = 5_000) {
      clearInterval(heartbeat);
      for (const connection of [...open]) connection.close(RECONNECT, "The server restarts.");
      const drained = await rooms.close(RECONNECT, "The server restarts.", drainMs);
      if (!drained) console.warn("[collab] Stopped with uncommitted edits; their authors still hold them.");
      await Promise.all([listener.close(), relay.close()]);
      sockets.close();
    },
  };
}

const STALE = [CLOSE.staleEpoch, "The annotation was replaced; it is loaded anew."] as const;

const isStale = (admission: Admission, epoch: number) =>
  admission.epoch !== null && admission.epoch !== epoch;
