import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Awareness } from "y-protocols/awareness";
import { WebsocketProvider } from "y-websocket";
import type * as Y from "yjs";
import { CLOSE, EPOCH_PARAM, MESSAGE } from "@/core/annotation/protocol";
import { INITIAL_SAVE_STATE, reduceSave, type SaveEvent, type SaveState } from "@/core/annotation/save-state";
import type { Refusal } from "../state";
import { refusal } from "./refusals";

export interface ConnectionEvents {
  onSave: (state: SaveState) => void;
  /** The first load is complete. */
  onReady: () => void;
  onRefused: (refusal: Refusal | null) => void;
  /** The image is approved: the server will refuse every edit. */
  onReadOnly: () => void;
  /** The server has a newer epoch: this copy is void and must be dropped. */
  onStale: () => void;
}

export interface Connection {
  retry: () => void;
  destroy: () => void;
}

/** Joins the room and keeps account of what is committed (SPEC.md §6). No BroadcastChannel (R6). */
export function connect(
  { url, room }: { url: string; room: string },
  doc: Y.Doc,
  awareness: Awareness,
  events: ConnectionEvents,
  network: EventTarget = window,
): Connection {
  const provider = new WebsocketProvider(url, room, doc, { awareness, disableBc: true, connect: false });
  let save = INITIAL_SAVE_STATE;
  const dispatch = (event: SaveEvent) => {
    save = reduceSave(save, event);
    events.onSave(save);
  };

  const sync = provider.messageHandlers[MESSAGE.sync]!;
  provider.messageHandlers[MESSAGE.sync] = (encoder, decoder, self, emitSynced, type) => {
    sync(encoder, decoder, self, emitSynced, type);
    // The reply to the server's step 1 is this client's step 2: one message, counted by both sides.
    if (encoding.length(encoder) > 1) dispatch({ type: "offered" });
  };
  provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
    const count = decoding.readVarUint(decoder);
    dispatch({ type: "acknowledged", count, row: decoding.readVarUint(decoder) });
  };
  provider.messageHandlers[MESSAGE.epoch] = (_encoder, decoder) => {
    provider.params = { [EPOCH_PARAM]: String(decoding.readVarUint(decoder)) };
  };

  provider.messageHandlers[MESSAGE.readOnly] = () => events.onReadOnly();

  const onUpdate = (_update: Uint8Array, origin: unknown) => {
    if (origin !== provider) dispatch({ type: "changed" });
  };
  doc.on("update", onUpdate);
  provider.on("status", ({ status }) => {
    if (status === "connected") {
      events.onRefused(null);
      dispatch({ type: "connected" });
    } else if (status === "disconnected") dispatch({ type: "disconnected" });
  });
  provider.on("sync", (synced) => {
    if (!synced) return;
    dispatch({ type: "synced" });
    events.onReady();
  });
  provider.on("closed", ({ code, reason }) => {
    if (code === CLOSE.staleEpoch) events.onStale();
    else events.onRefused(refusal(code, reason));
  });
  // A cut network closes no socket: silence alone would be noticed after half a minute only. Asking again at once
  // tells; a server on this very machine answers all the same.
  const askAgain = () => {
    if (!provider.shouldConnect) return;
    provider.disconnect();
    provider.connect();
  };
  const reach = () => {
    if (provider.shouldConnect) provider.connect();
  };
  network.addEventListener("offline", askAgain);
  network.addEventListener("online", reach);
  provider.connect();

  return {
    retry: () => provider.connect(),
    destroy: () => {
      doc.off("update", onUpdate);
      network.removeEventListener("offline", askAgain);
      network.removeEventListener("online", reach);
      provider.destroy();
    },
  };
}
