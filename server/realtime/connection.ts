import type { RawData, WebSocket } from "ws";
import { CLOSE, encodeSaved, LIMITS } from "@/core/annotation/protocol";
import { MALFORMED, SERVER_LIMITS, TokenBucket } from "./limits";
import { type ClientMessage, decodeMessage } from "./wire";

export interface Face {
  id: string;
  name: string;
  colour: string;
}

type Handler = (message: ClientMessage) => void;

/**
 * One open tab. It listens from its first moment and keeps what arrives until a room takes it over, so nothing
 * a client says while the document loads is lost.
 */
export class Connection {
  user: Face | null = null;
  canEdit = false;
  /** The document is approved: what its role allows is on hold. */
  readOnly = false;
  /** The tab's Yjs client id, once it has shown itself in awareness. */
  clientId: number | null = null;
  /** Added to the clocks of its awareness, so that they rise even where the tab's own start anew. */
  clockOffset = 0;
  /** Changes received so far, empty ones included; their order is what `saved` counts. */
  changes = 0;
  closed = false;
  onClosed: (() => void) | null = null;

  private waiting: ClientMessage[] | null = [];
  private waitingBytes = 0;
  private handler: Handler | null = null;
  private alive = true;
  private savedCount = 0;
  private savedRow = 0;
  private readonly bucket = new TokenBucket(performance.now());

  constructor(private readonly socket: WebSocket) {
    socket.binaryType = "nodebuffer";
    socket.on("message", (data, isBinary) => this.receive(data, isBinary));
    socket.on("pong", () => {
      this.alive = true;
    });
    // A reset by the peer, or a frame beyond `maxPayload`: "close" follows.
    socket.on("error", () => undefined);
    socket.on("close", () => this.finish());
  }

  /** Hands over what has waited, in order, and everything that comes from now on. */
  start(handler: Handler): void {
    this.handler = handler;
    const waiting = this.waiting ?? [];
    this.waiting = null;
    for (const message of waiting) {
      if (this.closed) return;
      handler(message);
    }
  }

  send(bytes: Uint8Array): void {
    if (this.closed || this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > SERVER_LIMITS.unreadBytes) {
      this.socket.terminate();
      this.finish();
      return;
    }
    this.socket.send(bytes);
  }

  /** Tells the client that its first `count` changes are committed; `row` is null if this one stored nothing. */
  acknowledge(count: number, row: number | null): void {
    if (count <= this.savedCount) return;
    this.savedCount = count;
    this.savedRow = Math.max(this.savedRow, row ?? 0);
    this.send(encodeSaved({ count, row: this.savedRow }));
  }

  close(code: number, reason: string): void {
    if (this.closed) return;
    // A close frame holds at most 123 bytes of reason.
    this.socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, 120)
        .toString()
        .replace(/\uFFFD+$/, ""),
    );
    this.finish();
    // A peer that never answers the close frame is cut off.
    setTimeout(() => this.socket.terminate(), 5_000).unref();
  }

  /** Called at intervals: cuts off a peer that has not answered since the last time. */
  checkAlive(): void {
    if (this.closed) return;
    if (!this.alive) {
      this.socket.terminate();
      this.finish();
      return;
    }
    this.alive = false;
    this.socket.ping();
  }

  private finish(): void {
    if (this.closed) return;
    this.closed = true;
    this.handler = null;
    this.waiting = null;
    this.onClosed?.();
  }

  private receive(data: RawData, isBinary: boolean): void {
    if (this.closed) return;
    const bytes = data as Buffer;
    if (bytes.byteLength > LIMITS.messageBytes) {
      this.close(CLOSE.tooLarge, "The change is too large for one message.");
    } else if (!this.bucket.take(performance.now())) {
      this.close(CLOSE.tooManyMessages, "Too many messages a second.");
    } else {
      this.dispatch(bytes, isBinary);
    }
  }

  private dispatch(bytes: Buffer, isBinary: boolean): void {
    let message: ClientMessage;
    try {
      if (!isBinary) throw new TypeError("text frame");
      // Copied: what is kept must not pin a whole network buffer.
      message = decodeMessage(new Uint8Array(bytes));
    } catch {
      this.close(MALFORMED, "The message is not one of the collaboration protocol.");
      return;
    }
    if (this.handler) this.handler(message);
    else this.keep(message, bytes.byteLength);
  }

  private keep(message: ClientMessage, bytes: number): void {
    this.waitingBytes += bytes;
    if (this.waitingBytes > 2 * LIMITS.messageBytes)
      this.close(CLOSE.unavailable, "The document is still loading.");
    else this.waiting?.push(message);
  }
}
