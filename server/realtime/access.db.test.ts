import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { CLOSE, LIMITS } from "@/core/annotation/protocol";
import type { Role } from "@/core/domain/roles";
import { CHANNELS, publish } from "@/db/notify";
import { bumpEpoch, loadDocument } from "@/db/queries/documents";
import { removeMember, setMemberRole } from "@/db/queries/members";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";
import { databaseGate } from "./auth";
import { MALFORMED, RECONNECT } from "./limits";
import { type ClientOptions, startTestServer, Tab, type TestServer, until } from "./testing/harness";
import { createScene, type Scene } from "./testing/people";
import { encodeUpdate } from "./wire";

let database: TestDatabase;
let scene: Scene;
let server: TestServer;
const tabs: Tab[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  server = await startTestServer({ db: database.db, databaseUrl: database.url });
});
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(async () => {
  scene = await createScene(database.db, { ada: "annotator", ben: "annotator", vera: "viewer", eve: null });
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.destroy();
});

function open(name: string, options: Partial<ClientOptions> = {}): Tab {
  const { documentId, people } = scene;
  const tab = new Tab({ url: server.url, documentId, userId: people[name], ...options });
  tabs.push(tab);
  return tab;
}

async function openSynced(name: string, options: Partial<ClientOptions> = {}): Promise<Tab> {
  const tab = open(name, options);
  await until(() => tab.provider.synced, `${name} is in sync`);
  return tab;
}

async function closing(tab: Tab): Promise<number> {
  await until(() => tab.closeCodes.length > 0, "the server closes");
  return tab.closeCodes[0]!;
}

async function changeRole(name: string, role: Role | null): Promise<void> {
  const member = { projectId: scene.projectId, userId: scene.people[name]! };
  if (role) await setMemberRole(database.db, { ...member, role });
  else await removeMember(database.db, member);
  await publish(database.db, CHANNELS.access, JSON.stringify(member));
}

describe("admission (R7)", () => {
  test.each([
    ["nobody", { userId: undefined }, CLOSE.unauthenticated],
    ["a user who does not exist", { userId: "00000000-0000-4000-8000-000000000000" }, CLOSE.unauthenticated],
    ["no origin", { origin: null }, CLOSE.forbidden],
    ["a foreign origin", { origin: "https://evil.example" }, CLOSE.forbidden],
    ["an opaque origin", { origin: "null" }, CLOSE.forbidden],
    ["an unknown document", { documentId: "00000000-0000-4000-8000-000000000000" }, CLOSE.notFound],
    ["a name that is no id", { documentId: "..%2f..%2fetc" }, CLOSE.notFound],
  ] as const)("%s: accepted, closed for good, and not tried again", async (_name, options, code) => {
    const tab = open("ada", options);
    expect(await closing(tab)).toBe(code);
    await sleep(300);
    expect(tab.closeCodes).toEqual([code]);
    expect(tab.closedWith?.code).toBe(code);
    expect(tab.provider.synced).toBe(false);
  });

  test("somebody outside the project is refused", async () => {
    expect(await closing(open("eve"))).toBe(CLOSE.forbidden);
  });

  test("the public address is an allowed origin behind a proxy", async () => {
    await openSynced("ada", { origin: "http://parts.example" });
  });

  test("the real session cookie of next-auth opens, one of another secret does not", async () => {
    const secret = "a secret of at least thirty-two characters";
    Object.assign(process.env, { AUTH_SECRET: secret, DATABASE_URL: database.url });
    const real = await startTestServer({
      db: database.db,
      databaseUrl: database.url,
      gate: databaseGate(database.db),
    });
    const cookie = async (key: string) =>
      `next-auth.session-token=${await encode({ token: { sub: scene.people.ada! }, secret: key })}`;
    const good = open("", { url: real.url, cookie: await cookie(secret) });
    await until(() => good.provider.synced, "the session is accepted");
    const bad = open("", {
      url: real.url,
      cookie: await cookie("another secret, also long enough for this"),
    });
    expect(await closing(bad)).toBe(CLOSE.unauthenticated);
    good.destroy();
    await real.close();
  });
});

describe("changes of access act at once (R7)", () => {
  const cursorOf = (tab: Tab, other: Tab) =>
    tab.provider.awareness.getStates().get(other.doc.clientID)?.cursor as number[] | undefined;

  test("somebody removed is sent away for good", async () => {
    const ada = await openSynced("ada");
    await changeRole("ada", null);
    expect(await closing(ada)).toBe(CLOSE.forbidden);
    expect(ada.closedWith?.code).toBe(CLOSE.forbidden);
  });

  test("an annotator made viewer cannot edit any more, on the open connection", async () => {
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    await changeRole("ada", "viewer");
    /** Whether what Ada draws reaches Ben: before the cursor that she moves next, or not at all. */
    const reaches = async (round: number) => {
      ada.set(`round ${round}`);
      ada.provider.awareness.setLocalState({ cursor: [round, 0] });
      await until(() => cursorOf(ben, ada)?.[0] === round, "Ben sees her cursor");
      return `round ${round}` in ben.content;
    };
    let round = 0;
    while (await reaches(round)) round++;
    expect(await reaches(round + 1)).toBe(false);
    expect(ada.acknowledged).not.toContain(`round ${round}`);
    expect(ada.status).toBe("saving");
  });

  test("a viewer made annotator comes back and is then heard, including what was dropped before", async () => {
    const vera = await openSynced("vera");
    vera.set("drawn too early");
    await sleep(50);
    await changeRole("vera", "annotator");
    expect(await closing(vera)).toBe(RECONNECT);
    await until(() => vera.status === "saved", "she is back and saved");
    const ben = await openSynced("ben");
    expect(ben.content).toEqual({ "drawn too early": "drawn too early" });
  });

  test("other people and other projects are left alone", async () => {
    const ben = await openSynced("ben");
    await changeRole("ada", null);
    await sleep(100);
    expect(ben.closeCodes).toEqual([]);
  });
});

describe("presence (R8)", () => {
  const statesOf = (tab: Tab) =>
    [...tab.provider.awareness.getStates().values()] as { user?: { name: string } }[];
  const seen = (tab: Tab, other: Tab) => tab.provider.awareness.getStates().get(other.doc.clientID);

  test("the server says who somebody is, whatever the client claims", async () => {
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.provider.awareness.setLocalState({
      user: { id: "x", name: "The owner", colour: "#000000" },
      imageId: scene.imageId,
      cursor: [3, 4],
      holding: "shape",
      drag: null,
    });
    await until(() => seen(ben, ada) !== undefined, "Ben sees Ada");
    expect(seen(ben, ada)).toMatchObject({
      user: { id: scene.people.ada, name: "ada", colour: "#0072b2" },
      cursor: [3, 4],
      holding: "shape",
    });
  });

  test("nobody speaks for another, or removes them", async () => {
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.provider.awareness.setLocalState({ cursor: [1, 1] });
    ben.provider.awareness.setLocalState({ cursor: [2, 2] });
    await until(() => seen(ben, ada) !== undefined && seen(ada, ben) !== undefined, "they see each other");
    const { awareness } = ben.provider;
    const meta = awareness.meta.get(ada.doc.clientID)!;
    awareness.states.set(ada.doc.clientID, { cursor: [9, 9] });
    meta.clock += 10;
    awareness.emit("update", [{ added: [], updated: [ada.doc.clientID], removed: [] }, "local"]);
    awareness.states.delete(ada.doc.clientID);
    awareness.emit("update", [{ added: [], updated: [], removed: [ada.doc.clientID] }, "local"]);
    await sleep(100);
    const vera = await openSynced("vera");
    await until(() => seen(vera, ada) !== undefined, "a third sees Ada");
    expect(seen(vera, ada)).toMatchObject({ cursor: [1, 1] });
  });

  test("a viewer shows a cursor but no shape in hand", async () => {
    const [vera, ben] = [await openSynced("vera"), await openSynced("ben")];
    vera.provider.awareness.setLocalState({
      cursor: [5, 6],
      holding: "shape",
      drag: { kind: "move", shapeId: "shape", anchor: [1, 1] },
    });
    await until(() => seen(ben, vera) !== undefined, "the viewer is seen");
    expect(seen(ben, vera)).toMatchObject({ cursor: [5, 6], holding: null, drag: null });
  });

  test("who leaves disappears, and who returns is seen, and sees the others, at once", async () => {
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.provider.awareness.setLocalState({ cursor: [1, 1] });
    ben.provider.awareness.setLocalState({ cursor: [2, 2] });
    await until(() => seen(ben, ada) !== undefined && seen(ada, ben) !== undefined, "they see each other");
    ada.provider.disconnect();
    await until(() => seen(ben, ada) === undefined, "Ada is gone");
    expect(statesOf(ada)).toHaveLength(1);
    ada.provider.connect();
    await until(
      () => seen(ben, ada) !== undefined && seen(ada, ben) !== undefined,
      "they see each other again",
    );
    ben.provider.awareness.setLocalStateField("cursor", [7, 7]);
    await until(() => JSON.stringify(seen(ada, ben)).includes("[7,7]"), "and go on seeing each other move");
    ada.provider.awareness.setLocalStateField("cursor", [8, 8]);
    await until(() => JSON.stringify(seen(ben, ada)).includes("[8,8]"), "both ways");
  });
});

describe("epochs (R9)", () => {
  test("the epoch is the first thing a client hears", async () => {
    const socket = new WebSocket(`${server.url}/${scene.documentId}`, {
      origin: server.origin,
      headers: { cookie: `user=${scene.people.ada}` },
    });
    const first = await new Promise<Buffer>((resolve) =>
      socket.once("message", resolve as (d: unknown) => void),
    );
    expect([...first]).toEqual([11, 1]);
    socket.close();
  });

  test("a copy of the present epoch is welcome, one of another is refused and its content stays out", async () => {
    const doc = new Y.Doc();
    doc.getMap("shapes").set("old", true);
    await bumpEpoch(database.db, scene.documentId);
    expect(await closing(open("ada", { epoch: 1, doc }))).toBe(CLOSE.staleEpoch);
    const fresh = await openSynced("ben", { epoch: 2 });
    expect(fresh.epoch).toBe(2);
    expect(fresh.content).toEqual({});
  });

  test("raising the epoch closes open connections; edits after it are neither stored nor acknowledged", async () => {
    const ada = await openSynced("ada");
    ada.set("before");
    await until(() => ada.status === "saved", "it is saved");
    const bumped = bumpEpoch(database.db, scene.documentId);
    ada.set("during");
    await bumped;
    expect(await closing(ada)).toBe(CLOSE.staleEpoch);
    const content = new Y.Doc();
    Y.applyUpdate(content, (await loadDocument(database.db, scene.documentId)).state);
    const stored = Object.keys(content.getMap("shapes").toJSON());
    expect(stored).toContain("before");
    expect(stored.includes("during")).toBe(ada.acknowledged.has("during"));
  });

  test("a deleted document sends everybody away for good", async () => {
    const ada = await openSynced("ada");
    await database.pool.query("delete from images where id = $1", [scene.imageId]);
    ada.set("too late");
    expect(await closing(ada)).toBe(CLOSE.notFound);
  });
});

describe("limits (R10)", () => {
  test("a message that is too large", async () => {
    const ada = await openSynced("ada");
    ada.set("huge", "x".repeat(LIMITS.messageBytes));
    expect(await closing(ada)).toBe(CLOSE.tooLarge);
    expect((await loadDocument(database.db, scene.documentId)).uptoId).toBe(0);
  });

  test("a document that grows too large, and what fitted is kept", async () => {
    const ada = await openSynced("ada");
    const megabytes = Math.ceil(LIMITS.documentBytes / 3_000_000) + 1;
    for (let i = 0; i < megabytes && ada.closeCodes.length === 0; i++) {
      ada.set(`block ${i}`, `${i}`.repeat(3_000_000));
      await until(() => ada.status === "saved" || ada.closeCodes.length > 0, "it is decided");
    }
    expect(ada.closeCodes[0]).toBe(CLOSE.tooLarge);
    const { state } = await loadDocument(database.db, scene.documentId);
    expect(state.byteLength).toBeLessThanOrEqual(LIMITS.documentBytes);
    expect(ada.acknowledged.size).toBeGreaterThanOrEqual(4);
  });

  test("too many messages a second", async () => {
    const ada = await openSynced("ada");
    for (let i = 0; i < LIMITS.messageBurst + 50; i++) ada.set(`k${i}`);
    expect(await closing(ada)).toBe(CLOSE.tooManyMessages);
  });

  test.each([
    ["a text", "hello"],
    ["an unknown type", Uint8Array.of(99, 1)],
    ["an update cut short", encodeUpdate(Uint8Array.of(1, 2, 3)).subarray(0, 4)],
    ["an update of nonsense", encodeUpdate(Uint8Array.of(255, 255, 255, 3, 1, 2))],
    ["awareness that is no JSON", Uint8Array.of(1, 5, 1, 9, 1, 1, 123)],
  ])("%s is not the protocol, and harms nobody", async (_name, bytes) => {
    const ben = await openSynced("ben");
    const ada = await openSynced("ada");
    const socket = ada.provider.ws as unknown as WebSocket;
    WebSocket.prototype.send.call(socket, bytes, {});
    expect(await closing(ada)).toBe(MALFORMED);
    ben.set("fine");
    await until(() => ben.status === "saved", "Ben goes on");
    expect(ben.content).toEqual({ fine: "fine" });
  });
});
