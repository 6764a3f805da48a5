import type { AddressInfo } from "node:net";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { Awareness } from "y-protocols/awareness";
import * as syncProtocol from "y-protocols/sync";
import * as Y from "yjs";
import { CLOSE, encodeEpoch, encodeReadOnly, encodeSaved, MESSAGE, SYNC } from "@/core/annotation/protocol";
import { INITIAL_SAVE_STATE, type SaveState, saveStatus } from "@/core/annotation/save-state";
import type { Refusal } from "../state";
import { type ConnectionEvents, connect } from "./connection";

/** A room that syncs at once and acknowledges only when told to. */
function room() {
  const doc = new Y.Doc();
  const server = new WebSocketServer({ port: 0 });
  const seen: { url: string; changes: number; socket: WebSocket }[] = [];
  server.on("connection", (socket, request) => {
    const visit = { url: request.url ?? "", changes: 0, socket };
    seen.push(visit);
    const send = (write: (encoder: encoding.Encoder) => void) => {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, MESSAGE.sync);
      write(encoder);
      socket.send(encoding.toUint8Array(encoder));
    };
    socket.send(encodeEpoch(7));
    send((e) => syncProtocol.writeSyncStep1(e, doc));
    socket.on("message", (data: Buffer) => {
      if (data[0] !== MESSAGE.sync) return;
      if (data[1] === SYNC.step1) send((e) => syncProtocol.writeSyncStep2(e, doc));
      else visit.changes++;
    });
  });
  const { port } = server.address() as AddressInfo;
  return { server, seen, url: `ws://127.0.0.1:${port}/collab`, last: () => seen.at(-1)! };
}

describe("the connection", () => {
  let host: ReturnType<typeof room>;
  let doc: Y.Doc;
  let save: SaveState;
  let refused: Refusal | null;
  let stale: number;
  let readOnly: boolean;
  let ready: number;
  let connection: ReturnType<typeof connect>;
  let network: EventTarget;
  const status = () => saveStatus(save);
  const change = () => doc.getMap("shapes").set("x", Math.random());

  beforeEach(async () => {
    vi.stubGlobal("WebSocket", WebSocket);
    host = room();
    doc = new Y.Doc();
    save = INITIAL_SAVE_STATE;
    refused = null;
    stale = 0;
    readOnly = false;
    ready = 0;
    network = new EventTarget();
    const events: ConnectionEvents = {
      onReadOnly: () => {
        readOnly = true;
      },
      onSave: (state) => {
        save = state;
      },
      onReady: () => ready++,
      onRefused: (r) => {
        refused = r;
      },
      onStale: () => stale++,
    };
    connection = connect({ url: host.url, room: "doc" }, doc, new Awareness(doc), events, network);
    await vi.waitFor(() => expect(status()).toBe("saved"));
  });
  afterEach(() => {
    connection.destroy();
    for (const client of host.server.clients) client.terminate();
    host.server.close();
    vi.unstubAllGlobals();
  });

  it("S2, S3: counts what it sends exactly as the server does, and is saved only when all is acknowledged", async () => {
    expect(ready).toBe(1);
    change();
    change();
    await vi.waitFor(() => expect(host.last().changes).toBe(3));
    expect(save.sent).toBe(3);
    host.last().socket.send(encodeSaved({ count: 2, row: 1 }));
    await vi.waitFor(() => expect(save.acknowledged).toBe(2));
    expect(status()).toBe("saving");
    host.last().socket.send(encodeSaved({ count: 3, row: 2 }));
    await vi.waitFor(() => expect(status()).toBe("saved"));
  });

  it("S4, R9: a change made while away is offered again, with the copy's epoch, and unsaved until acknowledged", async () => {
    host.last().socket.terminate();
    await vi.waitFor(() => expect(status()).toBe("offline"));
    change();
    await vi.waitFor(() => expect(host.seen).toHaveLength(2), 5_000);
    expect(host.last().url).toBe("/collab/doc?epoch=7");
    await vi.waitFor(() => expect(save.offered && save.synced).toBe(true));
    expect(save).toMatchObject({ sent: 1, unsaved: 1 });
    expect(status()).toBe("saving");
    host.last().socket.send(encodeSaved({ count: 1, row: 9 }));
    await vi.waitFor(() => expect(status()).toBe("saved"));
  });

  it("a network that is cut is noticed at once, though the socket stays silent; back at once when it returns", async () => {
    const { socket } = host.last();
    socket.pause();
    network.dispatchEvent(new Event("offline"));
    expect(status()).toBe("offline");
    await vi.waitFor(() => expect(save.synced).toBe(true));
    expect(host.seen).toHaveLength(2);
    // A connection that was turned down for good stays so.
    host.last().socket.close(CLOSE.forbidden, "no");
    await vi.waitFor(() => expect(refused).not.toBeNull());
    network.dispatchEvent(new Event("offline"));
    network.dispatchEvent(new Event("online"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(host.seen).toHaveLength(2);
  });

  it("R7: a final refusal is told in words and not retried, until the person asks", async () => {
    host.last().socket.close(CLOSE.forbidden, "no");
    await vi.waitFor(() => expect(refused?.title).toContain("no longer have access"));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(host.seen).toHaveLength(1);
    connection.retry();
    await vi.waitFor(() => expect(refused).toBeNull());
    expect(host.seen).toHaveLength(2);
  });

  it("R12: hears that the image is approved, and a refused edit is told in words and not retried", async () => {
    host.last().socket.send(encodeReadOnly());
    await vi.waitFor(() => expect(readOnly).toBe(true));
    host.last().socket.close(CLOSE.readOnly, "approved");
    await vi.waitFor(() => expect(refused).toMatchObject({ code: CLOSE.readOnly, retry: false }));
    expect(refused?.title).toContain("approved");
    expect(host.seen).toHaveLength(1);
  });

  it("R4: “unavailable” is tried again by itself; R9: a stale epoch asks for a new start", async () => {
    host.last().socket.close(CLOSE.unavailable, "later");
    await vi.waitFor(() => expect(host.seen).toHaveLength(2), 5_000);
    expect(refused).toBeNull();
    await vi.waitFor(() => expect(save.synced).toBe(true));
    host.last().socket.close(CLOSE.staleEpoch, "replaced");
    await vi.waitFor(() => expect(stale).toBe(1));
    expect(refused).toBeNull();
  });
});
