import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { CLOSE } from "@/core/annotation/protocol";
import { appendUpdate, appendUpdates, loadDocument } from "@/db/queries/documents";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";
import type { CollaborationOptions } from "./server";
import { startTestServer, Tab, type TestServer, until } from "./testing/harness";
import { createScene, type Scene } from "./testing/people";

let database: TestDatabase;
let scene: Scene;
let server: TestServer;
const tabs: Tab[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  scene = await createScene(database.db, { ada: "annotator", ben: "annotator", vera: "viewer" });
});
afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.destroy();
  await server.close();
});

async function serve(options: Partial<CollaborationOptions> = {}): Promise<void> {
  server = await startTestServer({ db: database.db, databaseUrl: database.url, ...options });
}

function open(name: string, options: { epoch?: number; doc?: Y.Doc } = {}): Tab {
  const { documentId, people } = scene;
  const tab = new Tab({ url: server.url, documentId, userId: people[name], ...options });
  tabs.push(tab);
  return tab;
}

async function openSynced(name: string): Promise<Tab> {
  const tab = open(name);
  await until(() => tab.provider.synced, `${name} is in sync`);
  return tab;
}

const stored = async () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await loadDocument(database.db, scene.documentId)).state);
  return doc.getMap("shapes").toJSON();
};

function updateSetting(key: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("shapes").set(key, key);
  return Y.encodeStateAsUpdate(doc);
}

describe("merging", () => {
  test("two people's edits reach each other and Postgres", async () => {
    await serve();
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.set("a", 1);
    ben.set("b", 2);
    await until(
      () => Object.keys(ada.content).length === 2 && Object.keys(ben.content).length === 2,
      "both see both",
    );
    await until(() => ada.status === "saved" && ben.status === "saved", "both are saved");
    expect(await stored()).toEqual({ a: 1, b: 2 });
  });

  test("edits made offline are offered on return and saved", async () => {
    await serve();
    const doc = new Y.Doc();
    doc.getMap("shapes").set("offline", true);
    const ada = open("ada", { doc });
    await until(() => ada.status === "saved", "the offer is saved");
    expect(await stored()).toEqual({ offline: true });
  });

  test("returning with nothing new writes nothing to the log", async () => {
    await serve();
    const ada = await openSynced("ada");
    ada.set("a");
    await until(() => ada.status === "saved", "it is saved");
    ada.provider.disconnect();
    ada.provider.connect();
    await until(() => ada.save.offered && ada.save.acknowledged === ada.save.sent, "the offer is answered");
    expect((await loadDocument(database.db, scene.documentId)).rows).toBe(1);
  });

  test("an update that waits for an earlier one is kept until that arrives", async () => {
    await serve();
    const source = new Y.Doc();
    const updates: Uint8Array[] = [];
    source.on("update", (update: Uint8Array) => updates.push(update));
    source.getMap("shapes").set("first", 1);
    source.getMap("shapes").set("second", 2);
    const ada = await openSynced("ada");
    Y.applyUpdate(ada.doc, updates[1]!);
    const { documentId, people } = scene;
    const raw = Y.encodeStateAsUpdate(ada.doc);
    // The provider sends nothing for a change that is not integrated; a returning client offers it.
    const late = new Tab({ url: server.url, documentId, userId: people.ben, doc: docOf(raw) });
    tabs.push(late);
    await until(() => late.status === "saved", "the waiting update is saved");
    await appendUpdate(database.db, { documentId, epoch: 1, update: updates[0]!, userId: null });
    await until(() => Object.keys(ada.content).length === 2, "both are integrated");
    expect(await stored()).toEqual({ first: 1, second: 2 });
  });
});

const docOf = (update: Uint8Array) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, update);
  return doc;
};

describe("loading", () => {
  test("R1: a client is not in sync before the load is done, then it has everything", async () => {
    const { documentId } = scene;
    await appendUpdate(database.db, { documentId, epoch: 1, update: updateSetting("old"), userId: null });
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await serve({
      store: {
        load: async (id) => {
          await gate;
          return loadDocument(database.db, id);
        },
      },
    });
    const ada = open("ada");
    await until(() => ada.provider.wsconnected, "the socket is open");
    ada.set("early");
    await sleep(150);
    expect(ada.provider.synced).toBe(false);
    expect(ada.status).not.toBe("saved");
    ada.provider.on("sync", (synced: boolean) => {
      if (synced) expect(ada.content).toEqual({ old: "old", early: "early" });
    });
    release();
    await until(() => ada.status === "saved", "what was said while loading is saved");
    expect(await stored()).toEqual({ old: "old", early: "early" });
  });

  test("R4: a failed load closes with 4503 and stores nothing; the next attempt succeeds", async () => {
    let attempts = 0;
    await serve({
      store: {
        load: async (id) => {
          if (attempts++ < 2) throw new Error("Postgres is away");
          return loadDocument(database.db, id);
        },
      },
    });
    const ada = open("ada");
    await until(() => ada.closeCodes.length === 2, "the load failed twice");
    expect(ada.closeCodes).toEqual([CLOSE.unavailable, CLOSE.unavailable]);
    expect(ada.provider.synced).toBe(false);
    expect((await loadDocument(database.db, scene.documentId)).uptoId).toBe(0);
    await until(() => ada.provider.synced, "it comes back by itself");
  });

  test("R4: unreadable stored bytes are never replaced by a blank document", async () => {
    const { documentId } = scene;
    await appendUpdates(database.db, [
      { documentId, epoch: 1, update: updateSetting("real"), userId: null },
      { documentId, epoch: 1, update: Uint8Array.of(7, 7, 7), userId: null },
    ]);
    await serve();
    const ada = open("ada");
    ada.set("blank");
    await until(() => ada.closeCodes.length > 0, "the load failed");
    expect(ada.closeCodes[0]).toBe(CLOSE.unavailable);
    const { rows } = await database.pool.query(
      "select count(*)::int n from document_updates where document_id = $1",
      [documentId],
    );
    expect(rows[0].n).toBe(2);
  });

  test("R5: a document leaves memory after its last connection, compacted, and opens again with everything", async () => {
    await serve({ rooms: { evictAfterMs: 50 } });
    const ada = await openSynced("ada");
    ada.set("a");
    await until(() => ada.status === "saved", "it is saved");
    expect(server.collaboration.stats().documents).toBe(1);
    ada.destroy();
    await until(() => server.collaboration.stats().documents === 0, "the document left memory");
    const ben = await openSynced("ben");
    expect(ben.content).toEqual({ a: "a" });
    await expect
      .poll(async () => (await loadDocument(database.db, scene.documentId)).rows, { timeout: 5_000 })
      .toBe(0);
  });

  test("R5: a returning client keeps the document in memory", async () => {
    await serve({ rooms: { evictAfterMs: 100 } });
    (await openSynced("ada")).destroy();
    await sleep(40);
    await openSynced("ben");
    await sleep(150);
    expect(server.collaboration.stats().documents).toBe(1);
  });
});

describe("saving", () => {
  test("R2, S2: nothing is acknowledged before the commit; others see the edit at once", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await serve({
      store: {
        append: async (updates) => {
          await gate;
          return appendUpdates(database.db, updates);
        },
      },
    });
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.set("a");
    await until(() => ben.content.a === "a", "Ben sees it");
    await sleep(100);
    expect(ada.status).toBe("saving");
    expect(ada.acknowledged.size).toBe(0);
    release();
    await until(() => ada.status === "saved", "it is saved");
    expect(ada.acknowledged.has("a")).toBe(true);
    expect(await stored()).toEqual({ a: "a" });
  });

  test("S2: somebody's repeat of an uncommitted edit is not acknowledged before that edit is committed", async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await serve({
      store: {
        append: async (updates) => {
          await gate;
          return appendUpdates(database.db, updates);
        },
      },
    });
    const ada = await openSynced("ada");
    ada.set("a");
    const copy = new Y.Doc();
    await sleep(50);
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(ada.doc));
    const ben = open("ben", { doc: copy });
    await until(() => ben.save.offered, "Ben has offered the same edit");
    await sleep(50);
    expect(ben.save.acknowledged).toBe(0);
    release();
    await until(() => ben.save.acknowledged === 1, "his offer is acknowledged");
  });

  test("a failing Postgres: edits are kept and retried, acknowledged only once stored", async () => {
    let failures = 5;
    await serve({
      rooms: { retry: { first: 5, last: 20 }, log: () => undefined },
      store: {
        append: async (updates) => {
          if (failures-- > 0) throw Object.assign(new Error("terminating connection"), { code: "57P01" });
          return appendUpdates(database.db, updates);
        },
      },
    });
    const ada = await openSynced("ada");
    for (let i = 0; i < 20; i++) ada.set(`k${i}`);
    await until(() => ada.status === "saved", "everything is saved");
    expect(Object.keys(await stored())).toHaveLength(20);
  });

  test("edits a database refuses for good send the client away unacknowledged", async () => {
    await serve({
      rooms: { log: () => undefined },
      store: {
        append: async () => {
          throw Object.assign(new Error("value too long"), { code: "22001" });
        },
      },
    });
    const ada = await openSynced("ada");
    ada.set("a");
    await until(() => ada.closeCodes.includes(CLOSE.unavailable), "the room gave up");
    expect(ada.acknowledged.size).toBe(0);
  });

  test("a stopping server commits what it accepted", async () => {
    await serve({
      store: {
        append: async (updates) => {
          await sleep(100);
          return appendUpdates(database.db, updates);
        },
      },
    });
    const [ada, ben] = [await openSynced("ada"), await openSynced("ben")];
    ada.set("a");
    await until(() => ben.content.a === "a", "the server has it");
    for (const tab of tabs) tab.provider.shouldConnect = false;
    await server.collaboration.close();
    expect(await stored()).toEqual({ a: "a" });
    await serve();
  });
});

describe("viewers (R6)", () => {
  test("they read everything, live", async () => {
    await serve();
    const ada = await openSynced("ada");
    ada.set("a");
    const vera = await openSynced("vera");
    await until(() => vera.content.a === "a", "the viewer has the content");
    ada.set("b");
    await until(() => vera.content.b === "b", "the viewer sees the edit");
  });

  test("their edits are dropped, never acknowledged, and reach nobody: neither as update nor as step 2", async () => {
    await serve();
    const ada = await openSynced("ada");
    const doc = new Y.Doc();
    doc.getMap("shapes").set("offered", true);
    const vera = open("vera", { doc });
    await until(() => vera.provider.synced && vera.save.offered, "the viewer offered its copy");
    vera.set("update");
    ada.set("marker");
    await until(() => vera.content.marker === "marker", "a later edit has passed");
    await until(() => ada.status === "saved", "and is saved");
    expect(ada.content).toEqual({ marker: "marker" });
    expect(await stored()).toEqual({ marker: "marker" });
    expect(vera.save.acknowledged).toBe(0);
    expect(vera.status).toBe("saving");
  });
});
