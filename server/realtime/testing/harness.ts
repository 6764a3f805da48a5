import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { decodeEpoch, decodeSaved, EPOCH_PARAM, MESSAGE } from "@/core/annotation/protocol";
import { INITIAL_SAVE_STATE, reduceSave, type SaveEvent, saveStatus } from "@/core/annotation/save-state";
import { databaseGate } from "../auth";
import { type Collaboration, type CollaborationOptions, startCollaboration } from "../server";

export interface TestServer {
  collaboration: Collaboration;
  /** `ws://…/collab` */
  url: string;
  origin: string;
  close(): Promise<void>;
}

/** The sockets on a loopback port; the session is the cookie `user=<id>`. */
export async function startTestServer(
  options: Omit<CollaborationOptions, "publicUrl"> & { port?: number },
): Promise<TestServer> {
  const collaboration = await startCollaboration({
    gate: {
      ...databaseGate(options.db),
      session: async (cookies) => {
        const userId = /(?:^|; )user=([^;]+)/.exec(cookies ?? "")?.[1];
        return userId ? { userId } : null;
      },
    },
    ...options,
    publicUrl: "http://parts.example",
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => {
    if (!collaboration.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    collaboration,
    url: `ws://127.0.0.1:${port}/collab`,
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      await collaboration.close();
    },
  };
}

export interface ClientOptions {
  url: string;
  documentId: string;
  /** Session cookie's user; nobody when missing. */
  userId?: string;
  cookie?: string;
  /** Null: none is sent. */
  origin?: string | null;
  epoch?: number;
  doc?: Y.Doc;
}

/** A tab: y-websocket's own provider with our two messages, and the rules of "Saved" (S1–S4). */
export class Tab {
  readonly doc: Y.Doc;
  readonly provider: WebsocketProvider;
  epoch: number | null = null;
  /** The server has said that edits will be refused. */
  readOnly = false;
  save = INITIAL_SAVE_STATE;
  closedWith: { code: number; reason: string } | null = null;
  /** Every close code seen, also of closes that are followed by another attempt. */
  readonly closeCodes: number[] = [];
  /** Number of document changes made through `set`, and how many of them are known to be committed. */
  readonly acknowledged = new Set<string>();
  private readonly unacknowledged = new Map<string, number>();

  constructor(options: ClientOptions) {
    this.doc = options.doc ?? new Y.Doc();
    // What a copy holds before this tab opens is a change like any other: not saved before it is offered and acknowledged.
    if (options.doc) this.reduce({ type: "changed" });
    const headers: Record<string, string> = {
      cookie: options.cookie ?? (options.userId ? `user=${options.userId}` : ""),
    };
    const origin =
      options.origin === undefined ? options.url.replace(/^ws(.*)\/collab$/, "http$1") : options.origin;
    const onSent = (bytes: Uint8Array) => this.onSent(bytes);
    class Socket extends WebSocket {
      constructor(url: string) {
        super(url, { headers, ...(origin ? { origin } : {}) });
      }
      override send(data: Uint8Array): void {
        onSent(data);
        super.send(data);
      }
    }
    this.provider = new WebsocketProvider(options.url, options.documentId, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 200,
      connect: false,
      params: options.epoch === undefined ? {} : { [EPOCH_PARAM]: String(options.epoch) },
    });
    this.provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
      const ack = decodeSaved(decoder.arr)!;
      this.reduce({ type: "acknowledged", ...ack });
      for (const [key, count] of this.unacknowledged) {
        if (count > ack.count) continue;
        this.acknowledged.add(key);
        this.unacknowledged.delete(key);
      }
    };
    this.provider.messageHandlers[MESSAGE.epoch] = (_encoder, decoder) => {
      this.epoch = decodeEpoch(decoder.arr);
    };
    this.provider.messageHandlers[MESSAGE.readOnly] = () => {
      this.readOnly = true;
    };
    this.provider.on("status", ({ status }) => {
      if (status === "connecting") return;
      this.reduce({ type: status });
      if (status === "disconnected") this.unacknowledged.clear();
    });
    this.provider.on("sync", (synced: boolean) => synced && this.reduce({ type: "synced" }));
    this.provider.on("closed", (event: { code: number; reason: string }) => {
      this.closedWith = event;
    });
    this.provider.on("connection-close", (event) => {
      if (event) this.closeCodes.push(event.code);
    });
    this.provider.connect();
  }

  get status() {
    return saveStatus(this.save);
  }

  get content(): Record<string, unknown> {
    return this.doc.getMap("shapes").toJSON();
  }

  /** One edit. */
  set(key: string, value: unknown = key): void {
    this.doc.getMap("shapes").set(key, value);
    this.unacknowledged.set(key, this.save.connected ? this.save.sent : Number.POSITIVE_INFINITY);
  }

  destroy(): void {
    this.provider.destroy();
  }

  private reduce(event: SaveEvent): void {
    this.save = reduceSave(this.save, event);
  }

  /** Counts what the provider sends, as the editor does. */
  private onSent(bytes: Uint8Array): void {
    if (bytes[0] !== MESSAGE.sync) return;
    if (bytes[1] === 1) this.reduce({ type: "offered" });
    if (bytes[1] === 2) this.reduce({ type: "changed" });
  }
}

/** Waits until `condition` holds; throws with `what` after ten seconds. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`It did not happen that ${what}`);
    await sleep(5);
  }
}
