/**
 * The wire between an editor and its room: y-websocket's messages plus two of our own. Rules: SPEC.md §5–6.
 * Everything here is shared by the server and the browser, so neither can drift from the other.
 */

/** First varuint of every binary message. 0–3 are those of y-websocket 3. */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** server → client: how many of this connection's document messages are committed (see `SavedAck`). */
  saved: 10,
  /** server → client, first message of every connection: the document's epoch. */
  epoch: 11,
  /** server → client, before the first content: the image is approved, edits will be refused. Not sent otherwise. */
  readOnly: 12,
} as const;

/** Second varuint of a `sync` message (y-protocols). Step 2 and update carry document changes. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

/** 4400–4499 is final for y-websocket 3.1 (it does not reconnect by itself); 4500 and above: it tries again. */
export const CLOSE = {
  unauthenticated: 4401,
  forbidden: 4403,
  notFound: 4404,
  /** The connection speaks of an older epoch: the client must drop its copy and load anew. */
  staleEpoch: 4409,
  tooLarge: 4413,
  /** An edit of an approved image: nothing of it was stored. */
  readOnly: 4423,
  tooManyMessages: 4429,
  /** The document could not be loaded; nothing was sent. The client tries again. */
  unavailable: 4503,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Query parameter of the socket's URL in which a client that already holds a copy names the copy's epoch. */
export const EPOCH_PARAM = "epoch";

export const LIMITS = {
  /** One WebSocket message, bytes. A whole annotated image is a few tens of kilobytes. */
  messageBytes: 4 * 1024 * 1024,
  /** One awareness message, bytes. */
  awarenessBytes: 64 * 1024,
  /** The encoded document, bytes. */
  documentBytes: 16 * 1024 * 1024,
  /** Per connection: sustained rate and bucket size. Drags send about 30 a second. */
  messagesPerSecond: 120,
  messageBurst: 480,
} as const;

/** What the server says once changes of a connection are committed in Postgres. */
export interface SavedAck {
  /**
   * Of the `sync` step-2 and update messages this connection sent (counted from 1 in the order sent,
   * empty ones included), the number up to which all are committed.
   */
  count: number;
  /** The log row number (bigserial) of the last of them; 0 when they held nothing to store. */
  row: number;
}

export function encodeSaved(ack: SavedAck): Uint8Array {
  return encodeVarUints([MESSAGE.saved, ack.count, ack.row]);
}

/** `bytes` is the whole message, type included; null when it is not a well-formed `saved` message. */
export function decodeSaved(bytes: Uint8Array): SavedAck | null {
  const [type, count, row] = decodeVarUints(bytes, 3) ?? [];
  return type === MESSAGE.saved && count !== undefined && row !== undefined ? { count, row } : null;
}

export function encodeEpoch(epoch: number): Uint8Array {
  return encodeVarUints([MESSAGE.epoch, epoch]);
}

export function decodeEpoch(bytes: Uint8Array): number | null {
  const [type, epoch] = decodeVarUints(bytes, 2) ?? [];
  return type === MESSAGE.epoch && epoch !== undefined ? epoch : null;
}

export function encodeReadOnly(): Uint8Array {
  return encodeVarUints([MESSAGE.readOnly]);
}

/** lib0's variable-length unsigned integers: seven bits a byte, least significant first. */
export function encodeVarUints(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`${value} is not an unsigned integer below 2^53.`);
    let rest = value;
    while (rest > 127) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Exactly `count` integers from the start of `bytes`; null when they are cut short or too large. */
export function decodeVarUints(bytes: Uint8Array, count: number): number[] | null {
  const values: number[] = [];
  let at = 0;
  while (values.length < count) {
    let value = 0;
    let weight = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) return null;
      value += (byte & 127) * weight;
      if (value > Number.MAX_SAFE_INTEGER) return null;
      if (byte < 128) break;
      weight *= 128;
    }
    values.push(value);
  }
  return values;
}
