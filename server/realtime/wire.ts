import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { MESSAGE, SYNC } from "@/core/annotation/protocol";

/** What a client may say. Bytes are views into the message. */
export type ClientMessage =
  | { type: "step1"; stateVector: Uint8Array }
  /** Sync step 2 and update: both carry document changes. */
  | { type: "change"; update: Uint8Array }
  | { type: "awareness"; update: Uint8Array }
  | { type: "query-awareness" };

/** Throws when the bytes are not a message of the protocol. */
export function decodeMessage(bytes: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(bytes);
  const type = decoding.readVarUint(decoder);
  switch (type) {
    case MESSAGE.sync: {
      const step = decoding.readVarUint(decoder);
      const payload = decoding.readVarUint8Array(decoder);
      if (step === SYNC.step1) return { type: "step1", stateVector: payload };
      if (step === SYNC.step2 || step === SYNC.update) return { type: "change", update: payload };
      throw new RangeError(`sync message of unknown kind ${step}`);
    }
    case MESSAGE.awareness:
      return { type: "awareness", update: decoding.readVarUint8Array(decoder) };
    case MESSAGE.queryAwareness:
      return { type: "query-awareness" };
    default:
      throw new RangeError(`message of unknown type ${type}`);
  }
}

function encodeSync(step: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export const encodeStep1 = (stateVector: Uint8Array) => encodeSync(SYNC.step1, stateVector);
export const encodeStep2 = (update: Uint8Array) => encodeSync(SYNC.step2, update);
export const encodeUpdate = (update: Uint8Array) => encodeSync(SYNC.update, update);

export function encodeAwareness(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

/** An awareness message about nobody. y-websocket gives up a connection on which it hears nothing for 30 s. */
export const HEARTBEAT = encodeAwareness(Uint8Array.of(0));
