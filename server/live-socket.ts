import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { applyWSSHandler } from "@trpc/server/adapters/ws";
import { WebSocketServer } from "ws";
import { LIVE_PATH } from "@/core/domain/events";
import { sessionFromCookies } from "./auth/session";
import { sameOrigin } from "./realtime/auth";
import { services } from "./services/process";
import type { Services } from "./services/services";
import { router } from "./trpc/init";
import { liveRouter } from "./trpc/live/router";

/** A subscription's name and input; nothing that comes in is large. */
const MAX_MESSAGE_BYTES = 16 * 1024;

export interface LiveSocket {
  /** Takes an upgrade request for the live events; false when the request is for something else. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  close(): void;
}

/**
 * What happens in projects, as it happens, over sockets: a browser opens only six connections to a server for
 * everything else over HTTP/1.1, and an event stream in each of six tabs would leave none.
 */
export function startLiveSocket(publicUrl: string, open: () => Promise<Services> = services): LiveSocket {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });
  const handler = applyWSSHandler({
    wss: sockets,
    router: router({ live: liveRouter }),
    createContext: async ({ req }) => ({
      services: await open(),
      session: await sessionFromCookies(req.headers.cookie),
    }),
    keepAlive: { enabled: true, pingMs: 25_000, pongWaitMs: 10_000 },
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`[live] ${path ?? "?"} ${error.message}`);
    },
  });
  return {
    upgrade(request, socket, head) {
      if (request.url?.split("?")[0] !== LIVE_PATH) return false;
      if (sameOrigin(request, publicUrl))
        sockets.handleUpgrade(request, socket, head, (client) => sockets.emit("connection", client, request));
      else socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
      return true;
    },
    close() {
      handler.broadcastReconnectNotification();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}
