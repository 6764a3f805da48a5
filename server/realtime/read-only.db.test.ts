import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { CLOSE } from "@/core/annotation/protocol";
import { bumpEpoch, loadDocument } from "@/db/queries/documents";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";
import { type ClientOptions, startTestServer, Tab, type TestServer, until } from "./testing/harness";
import { createScene, type Scene } from "./testing/people";

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
  scene = await createScene(database.db, { ada: "owner", ben: "annotator", vera: "viewer" });
});
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.destroy();
});

async function openSynced(name: string, options: Partial<ClientOptions> = {}): Promise<Tab> {
  const { documentId, people } = scene;
  const tab = new Tab({ url: server.url, documentId, userId: people[name], ...options });
  tabs.push(tab);
  await until(() => tab.provider.synced || tab.closeCodes.length > 0, `${name} is in sync`);
  return tab;
}

async function stored(): Promise<string[]> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await loadDocument(database.db, scene.documentId)).state);
  return Object.keys(doc.getMap("shapes").toJSON()).sort();
}

const approve = () => bumpEpoch(database.db, scene.documentId, { readOnly: true });
const reopen = () => bumpEpoch(database.db, scene.documentId, { readOnly: false });

describe("an approved document (R12)", () => {
  test("sends open tabs to load anew, says that it is read-only, and counts as saved while nobody edits", async () => {
    const ben = await openSynced("ben");
    ben.set("drawn");
    await until(() => ben.status === "saved", "it is saved");
    await approve();
    await until(() => ben.closedWith?.code === CLOSE.staleEpoch, "the tab is told to load anew");
    const again = await openSynced("ben");
    expect(again.readOnly).toBe(true);
    expect(again.content).toEqual({ drawn: "drawn" });
    await until(() => again.status === "saved", "there is nothing to save");
    expect(again.closeCodes).toEqual([]);
  });

  test.each(["ada", "ben"])(
    "refuses an edit by %s with 4423; nobody sees it, nothing is stored",
    async (who) => {
      await approve();
      const tab = await openSynced(who);
      const vera = await openSynced("vera");
      tab.set("forbidden");
      await until(() => tab.closeCodes.length > 0, "the server refuses");
      expect(tab.closedWith).toMatchObject({ code: CLOSE.readOnly });
      expect(tab.closedWith?.reason).toMatch(/approved/);
      expect(tab.acknowledged.size).toBe(0);
      const late = await openSynced("ben");
      expect([vera.content, late.content, await stored()]).toEqual([{}, {}, []]);
    },
  );

  test("refuses a removal too, which brings no new content", async () => {
    const ben = await openSynced("ben");
    ben.set("drawn");
    await until(() => ben.status === "saved", "it is saved");
    await approve();
    const again = await openSynced("ben");
    again.doc.getMap("shapes").delete("drawn");
    await until(() => again.closedWith?.code === CLOSE.readOnly, "the server refuses");
    expect(await stored()).toEqual(["drawn"]);
  });

  test("refuses what an offline tab of before brings back, by its epoch and by its content", async () => {
    const doc = new Y.Doc();
    doc.getMap("shapes").set("old", true);
    await approve();
    const named = await openSynced("ben", { epoch: 1, doc });
    expect(named.closeCodes[0]).toBe(CLOSE.staleEpoch);
    const unnamed = await openSynced("ada", { doc });
    await until(() => unnamed.closeCodes.length > 0, "the server refuses");
    expect(unnamed.closeCodes[0]).toBe(CLOSE.readOnly);
    expect(await stored()).toEqual([]);
  });

  test("can be edited again once reopened, and what was refused meanwhile stays out", async () => {
    await approve();
    const ben = await openSynced("ben");
    await reopen();
    await until(() => ben.closedWith?.code === CLOSE.staleEpoch, "the tab is told to load anew");
    const doc = new Y.Doc();
    doc.getMap("shapes").set("refused", true);
    const old = await openSynced("ben", { epoch: 2, doc });
    expect(old.closeCodes[0]).toBe(CLOSE.staleEpoch);
    const fresh = await openSynced("ben");
    expect(fresh.readOnly).toBe(false);
    fresh.set("after");
    await until(() => fresh.status === "saved", "it is saved");
    expect(await stored()).toEqual(["after"]);
  });

  test("loses no race against an edit: it is in the approved content, or refused and never acknowledged", async () => {
    for (let round = 0; round < 8; round++) {
      scene = await createScene(database.db, { ben: "annotator" });
      const ben = await openSynced("ben");
      const sealing = approve();
      for (let i = 0; i < 5; i++) ben.set(`k${i}`);
      await sealing;
      const sealed = await stored();
      await until(() => ben.closeCodes.length > 0, "the tab is told");
      expect(sealed).toEqual(await stored());
      for (const key of ben.acknowledged) expect(sealed).toContain(key);
      expect(ben.closeCodes[0]).toBe(CLOSE.staleEpoch);
    }
  });
});
