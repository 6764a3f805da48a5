import { createServer, type RequestListener, Server } from "node:http";
import next from "next";
import { connect, untilReachable } from "@/db/client";
import { type Env, env } from "./env";
import { answerHealth, HEALTH_PATH } from "./health";
import { startLiveSocket } from "./live-socket";
import { startCollaboration } from "./realtime/server";
import { startDownloads } from "./services/downloads";

/*
 * One port for pages, API, annotation sockets and live events (cookies are shared, one thing to proxy). Next is given a server
 * of its own that never listens, and only the upgrades that are not ours: it would otherwise end our sockets, or
 * lose its hot reload.
 */

/** Exit code that tells the supervisor not to try again: starting anew cannot help. */
const EXIT_CONFIGURATION = 78;
const STOP_MS = 8_000;

interface Pages {
  handle: RequestListener;
  upgrades: Server | null;
  close(): Promise<void>;
}

async function startPages(config: Env, dev: boolean): Promise<Pages> {
  const upgrades = new Server();
  const app = next({ dev, hostname: config.host, port: config.port, httpServer: upgrades });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => void handle(request, response),
    upgrades: dev ? upgrades : null,
    close: () => app.close(),
  };
}

const NO_PAGES: Pages = {
  handle: (_request, response) => void response.writeHead(404).end(),
  upgrades: null,
  close: async () => undefined,
};

async function main(): Promise<void> {
  const config = env();
  const dev = process.env.NODE_ENV !== "production";
  process.env.NEXTAUTH_URL ??= config.publicUrl;
  process.env.NEXTAUTH_SECRET ??= config.authSecret;
  const connection = connect(config.databaseUrl, { max: 8, name: "partwise collab" });
  const { databaseUrl, publicUrl } = config;
  await untilReachable(connection.pool);
  const [pages, collaboration, downloads] = await Promise.all([
    config.role === "collab" ? NO_PAGES : startPages(config, dev),
    config.role === "web" ? null : startCollaboration({ db: connection.db, databaseUrl, publicUrl }),
    config.role === "collab" ? null : startDownloads(config, connection.db),
  ]);
  const live = config.role === "collab" ? null : startLiveSocket(publicUrl);

  const server = createServer((request, response) => {
    if (request.url?.split("?")[0] === HEALTH_PATH)
      void answerHealth(response, connection.pool, config.role, () => collaboration?.stats() ?? {});
    else pages.handle(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (collaboration?.upgrade(request, socket, head) || live?.upgrade(request, socket, head)) return;
    if (pages.upgrades) pages.upgrades.emit("upgrade", request, socket, head);
    else socket.destroy();
  });

  await listen(server, config);
  const stop = stopper(server, pages, async () => {
    live?.close();
    await Promise.all([collaboration?.close(), downloads?.stop({ timeoutMs: 500 })]);
    await connection.close();
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  // The supervisor is gone: nobody would stop or restart this process, or read what it says.
  process.on("disconnect", stop);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.send?.({ type: "ready" });
  if (!process.send) console.log(`Partwise (${config.role}) listens on ${config.publicUrl}`);
}

function listen(server: Server, config: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function stopper(server: Server, pages: Pages, closeServices: () => Promise<void>): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_MS).unref();
    const stop = async () => {
      server.close();
      await closeServices();
      // Browsers keep connections open for their next request.
      server.closeAllConnections();
      await pages.close();
    };
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error("[web] did not stop cleanly:", error);
        process.exit(1);
      },
    );
  };
}

function explain(error: unknown): { message: string; code: number } {
  const code = error instanceof Error && "code" in error ? error.code : null;
  const { PORT = "3000", HOST = "127.0.0.1" } = process.env;
  if (code === "EADDRINUSE")
    return {
      message: `Port ${PORT} is used by another program. Stop that, or choose another port: PORT=3001 npm start`,
      code: EXIT_CONFIGURATION,
    };
  if (code === "EACCES" || code === "EADDRNOTAVAIL")
    return { message: `Cannot listen on ${HOST}:${PORT} (${String(code)}).`, code: EXIT_CONFIGURATION };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), code: 1 };
}

main().catch((error: unknown) => {
  const { message, code } = explain(error);
  console.error(message);
  process.exit(code);
});
