import type { SavedAck } from "./protocol";

/**
 * What the "Saved" indicator may claim (SPEC.md S3). A pure reducer over what the connection did:
 * "Saved" means every local change is committed in Postgres, not that it was sent.
 */
export interface SaveState {
  connected: boolean;
  /** Both sides have exchanged their documents on this connection. */
  synced: boolean;
  /** Document messages sent on this connection, and how many of them are acknowledged. */
  sent: number;
  acknowledged: number;
  /** The client has answered the server's step 1, so `sent` covers everything it holds. */
  offered: boolean;
  /** Local changes made since everything was last known to be saved. */
  unsaved: number;
}

export type SaveEvent =
  | { type: "connected" }
  | { type: "disconnected" }
  | { type: "synced" }
  /** The client sent its step 2: everything it has that the server lacked. */
  | { type: "offered" }
  /** A local change; while connected it was also sent as one update message. */
  | { type: "changed" }
  | ({ type: "acknowledged" } & SavedAck);

export const INITIAL_SAVE_STATE: SaveState = {
  connected: false,
  synced: false,
  sent: 0,
  acknowledged: 0,
  offered: false,
  unsaved: 0,
};

export function reduceSave(state: SaveState, event: SaveEvent): SaveState {
  switch (event.type) {
    case "connected":
      return { ...INITIAL_SAVE_STATE, connected: true, unsaved: state.unsaved };
    case "disconnected":
      return { ...INITIAL_SAVE_STATE, unsaved: state.unsaved };
    case "synced":
      return { ...state, synced: true };
    case "offered":
      return settle({ ...state, offered: true, sent: state.sent + 1 });
    case "changed":
      return { ...state, sent: state.connected ? state.sent + 1 : state.sent, unsaved: state.unsaved + 1 };
    case "acknowledged":
      return settle({ ...state, acknowledged: Math.max(state.acknowledged, event.count) });
  }
}

function settle(state: SaveState): SaveState {
  return state.offered && state.acknowledged >= state.sent ? { ...state, unsaved: 0 } : state;
}

export type SaveStatus = "loading" | "saved" | "saving" | "offline";

export function saveStatus(state: SaveState): SaveStatus {
  if (!state.connected) return "offline";
  if (!state.synced) return state.unsaved > 0 ? "saving" : "loading";
  return state.unsaved > 0 ? "saving" : "saved";
}
