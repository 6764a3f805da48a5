import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { type Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { parseAwareness } from "@/core/annotation/awareness";
import type { Connection } from "./connection";

interface AwarenessEntry {
  clientId: number;
  clock: number;
  state: unknown;
}

export function decodeAwareness(update: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(update);
  const count = decoding.readVarUint(decoder);
  const entries: AwarenessEntry[] = [];
  for (let i = 0; i < count; i++) {
    const clientId = decoding.readVarUint(decoder);
    const clock = decoding.readVarUint(decoder);
    entries.push({ clientId, clock, state: JSON.parse(decoding.readVarString(decoder)) });
  }
  return entries;
}

function encodeEntry({ clientId, clock, state }: AwarenessEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encoding.toUint8Array(encoder);
}

/**
 * Takes over what a connection says about itself. Its client id is the first one it names that no other person
 * holds; what it says about others (y-websocket echoes everything) is dropped. `user` is overwritten with the
 * session's, and somebody who may not edit cannot show a shape in hand. Throws on malformed bytes.
 */
export function receiveAwareness(
  awareness: Awareness,
  connections: Iterable<Connection>,
  connection: Connection,
  update: Uint8Array,
): void {
  for (const entry of decodeAwareness(update)) {
    if (connection.clientId === null) {
      if (entry.state === null || !claim(awareness, connections, connection, entry.clientId)) continue;
      connection.clientId = entry.clientId;
      const known = awareness.meta.get(entry.clientId);
      connection.clockOffset = known ? Math.max(0, known.clock + 1 - entry.clock) : 0;
    }
    if (entry.clientId !== connection.clientId) continue;
    const state = entry.state === null ? null : stamped(entry.state, connection);
    if (state === undefined) continue;
    applyAwarenessUpdate(
      awareness,
      encodeEntry({ ...entry, clock: entry.clock + connection.clockOffset, state }),
      connection,
    );
  }
}

/** A reconnecting tab takes its id over from its own dead connection; nobody takes another person's. */
function claim(
  awareness: Awareness,
  connections: Iterable<Connection>,
  connection: Connection,
  clientId: number,
): boolean {
  if (clientId === awareness.clientID) return false;
  for (const other of connections) {
    if (other === connection || other.clientId !== clientId) continue;
    if (other.user?.id !== connection.user?.id) return false;
    other.clientId = null;
    return true;
  }
  const present: unknown = awareness.getStates().get(clientId);
  return present === undefined || parseAwareness(present)?.user.id === connection.user?.id;
}

/** The state as others may see it; undefined when it is not one. */
function stamped(state: unknown, connection: Connection): object | undefined {
  if (typeof state !== "object" || state === null || Array.isArray(state)) return undefined;
  const parsed = parseAwareness({ ...state, user: connection.user });
  if (!parsed) return undefined;
  return connection.canEdit && !connection.readOnly ? parsed : { ...parsed, holding: null, drag: null };
}

/**
 * What somebody who arrives is told. A client that lost its connection has forgotten the others' states but not
 * their clocks, and would take the same clocks for old news: so everybody's clock moves on by one.
 */
export function introduce(awareness: Awareness, connections: Iterable<Connection>): Uint8Array | null {
  for (const connection of connections) {
    const meta = connection.clientId === null ? undefined : awareness.meta.get(connection.clientId);
    if (!meta) continue;
    meta.clock++;
    connection.clockOffset++;
  }
  return presentStates(awareness);
}

/** Everybody present, as one awareness update; null when nobody is. */
export function presentStates(awareness: Awareness): Uint8Array | null {
  const clients = [...awareness.getStates().keys()];
  return clients.length > 0 ? encodeAwarenessUpdate(awareness, clients) : null;
}
