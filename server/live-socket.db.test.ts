import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createTRPCClient, createWSClient, wsLink } from "@trpc/client";
import { encode } from "next-auth/jwt";
import superjson from "superjson";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { LIVE_PATH } from "@/core/domain/events";
import { publishProjectEvent } from "@/db/notify";
import { type LiveSocket, startLiveSocket } from "./live-socket";
import { createWorld, type World } from "./testing/world";
import type { AppRouter } from "./trpc/router";

const secret = "a secret of the live socket's test, long enough";
let world: World;
let server: Server;
let live: LiveSocket;
const open: { close(): void }[] = [];

beforeAll(async () => {
  world = await createWorld();
  Object.assign(process.env, { AUTH_SECRET: secret, DATABASE_URL: world.database.url });
  live = startLiveSocket("http://parts.example", async () => world.services);
  server = createServer().on("upgrade", (request, socket, head) => {
    if (!live.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const client of open) client.close();
  live.close();
  server.close();
  await world.close();
});

const address = () => `127.0.0.1:${(server.address() as AddressInfo).port}`;

async function cookieOf(who: "viewer" | "outsider" | "anonymous"): Promise<string> {
  if (who === "anonymous") return "";
  return `next-auth.session-token=${await encode({ token: { sub: world.userIds[who] }, secret })}`;
}

/** A browser of that person which subscribes to the project; what it heard, and what went wrong. */
async function listener(who: "viewer" | "outsider" | "anonymous") {
  const headers = { cookie: await cookieOf(who), origin: `http://${address()}` };
  class Socket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers });
    }
  }
  const client = createWSClient({
    url: `ws://${address()}${LIVE_PATH}`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 50,
  });
  open.push(client);
  const heard: unknown[] = [];
  const errors: string[] = [];
  const started = vi.fn();
  createTRPCClient<AppRouter>({
    links: [wsLink({ client, transformer: superjson })],
  }).live.onProject.subscribe(
    { projectId: world.projectId },
    {
      onStarted: started,
      onData: (event) => heard.push(event),
      onError: (error) => errors.push(error.data?.appCode ?? error.message),
    },
  );
  return { heard, errors, started };
}

const event = { type: "image", imageId: "i", change: "added" } as const;
const say = () => publishProjectEvent(world.services.db, world.projectId, event);

it("tells a member what happens, and goes on after the connection was lost", async () => {
  const viewer = await listener("viewer");
  await vi.waitFor(() => expect(viewer.started).toHaveBeenCalledTimes(1));
  // The listening connection to Postgres opens with the first subscription.
  await vi.waitFor(async () => {
    await say();
    expect(viewer.heard).toContainEqual(event);
  });
  server.closeAllConnections();
  live.close();
  live = startLiveSocket("http://parts.example", async () => world.services);
  await vi.waitFor(() => expect(viewer.started).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  const before = viewer.heard.length;
  await vi.waitFor(async () => {
    await say();
    expect(viewer.heard.length).toBeGreaterThan(before);
  });
  expect(viewer.errors).toEqual([]);
});

it("tells nobody else", async () => {
  const outsider = await listener("outsider");
  await vi.waitFor(() => expect(outsider.errors).toEqual(["not_found"]));
  const anonymous = await listener("anonymous");
  await vi.waitFor(() => expect(anonymous.errors).toEqual(["unauthenticated"]));
  await say();
  expect([...outsider.heard, ...anonymous.heard]).toEqual([]);
});

it("a page of another site gets no socket, other paths are left to others", async () => {
  const status = async (path: string, origin: string) => {
    const socket = new WebSocket(`ws://${address()}${path}`, {
      headers: { cookie: await cookieOf("viewer"), origin },
    });
    return new Promise<string>((resolve) => {
      socket.on("open", () => {
        socket.close();
        resolve("open");
      });
      socket.on("error", (error) => resolve(error.message));
    });
  };
  expect(await status(LIVE_PATH, "http://evil.example")).toContain("403");
  expect(await status(`${LIVE_PATH}?connectionParams=1`, `http://${address()}`)).toBe("open");
  expect(await status("/lively", `http://${address()}`)).toContain("socket hang up");
});

it("a socket carries events and nothing else: no other procedure exists there", async () => {
  const socket = new WebSocket(`ws://${address()}${LIVE_PATH}`, {
    headers: { cookie: await cookieOf("viewer"), origin: `http://${address()}` },
  });
  const answer = await new Promise<{ error?: { json?: { data?: { code?: string } } } }>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () =>
      socket.send(
        JSON.stringify({ id: 1, method: "query", params: { path: "projects.list", input: { json: null } } }),
      ),
    );
    socket.on("message", (data) => resolve(JSON.parse(String(data))));
  });
  socket.close();
  expect(answer.error?.json?.data?.code).toBe("NOT_FOUND");
});
