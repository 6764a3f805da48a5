import { LIMITS } from "@/core/annotation/protocol";

/** Limits of one process beyond those clients know of (core/annotation/protocol). */
export const SERVER_LIMITS = {
  connectionsPerUser: 40,
  connectionsPerDocument: 100,
  /** Bytes a slow client may leave unread before it is cut off; it reconnects and catches up. */
  unreadBytes: 32 * 1024 * 1024,
  /** Uncommitted updates kept while Postgres is away. Beyond it clients keep their edits and retry. */
  uncommittedBytes: 128 * 1024 * 1024,
  /** Client ids (tabs) one connection may speak for. A connection is one tab of one document. */
  clientsPerConnection: 1,
} as const;

/** Close code for bytes that are not the protocol; final, as sending them again cannot help. */
export const MALFORMED = 4400;
/** Ordinary WebSocket code "service restart": the client comes back by itself. */
export const RECONNECT = 1012;

/** Allows `perSecond` messages in the long run and `burst` at once. Times are milliseconds of any one clock. */
export class TokenBucket {
  private tokens: number;
  private last: number;

  constructor(
    now: number,
    private readonly perSecond: number = LIMITS.messagesPerSecond,
    private readonly burst: number = LIMITS.messageBurst,
  ) {
    this.tokens = burst;
    this.last = now;
  }

  take(now: number): boolean {
    const gained = (Math.max(0, now - this.last) / 1000) * this.perSecond;
    this.tokens = Math.min(this.burst, this.tokens + gained);
    this.last = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
