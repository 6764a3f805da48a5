import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { type Connection, connect, type Db } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded";
import { migrate } from "@/db/migrate";
import { appendUpdate, compactDocument, loadDocument } from "@/db/queries/documents";
import { freshDatabase, type TestDatabase } from "@/db/testing/database";
import { startTestServer, Tab, type TestServer, until } from "./testing/harness";
import { createScene, type Scene } from "./testing/people";

let database: TestDatabase;
let scene: Scene;
const tabs: Tab[] = [];
const servers: TestServer[] = [];

beforeAll(async () => {
  database = await freshDatabase({ max: 20 });
});
afterAll(() => database.close());
beforeEach(async () => {
  scene = await createScene(database.db, { ada: "annotator", ben: "annotator" });
});
afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.destroy();
  for (const server of servers.splice(0)) await server.close();
});

async function serve(compactAfterRows = 400): Promise<TestServer> {
  const server = await startTestServer({
    db: database.db,
    databaseUrl: database.url,
    rooms: { compactAfterRows },
  });
  servers.push(server);
  return server;
}

async function openSynced(url: string, name: string, where = scene): Promise<Tab> {
  const tab = new Tab({ url, documentId: where.documentId, userId: where.people[name] });
  tabs.push(tab);
  await until(() => tab.provider.synced, `${name} is in sync`);
  return tab;
}

async function stored(db: Db, { documentId }: Scene): Promise<Record<string, unknown>> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await loadDocument(db, documentId)).state);
  return doc.getMap("shapes").toJSON();
}

const size = (tab: Tab) => Object.keys(tab.content).length;

describe("several processes (R11)", () => {
  test("people at different processes see each other's edits and each other", async () => {
    const [one, two] = [await serve(), await serve()];
    const ada = await openSynced(one.url, "ada");
    const ben = await openSynced(two.url, "ben");
    for (let i = 0; i < 30; i++) {
      ada.set(`a${i}`);
      ben.set(`b${i}`);
      await sleep(2);
    }
    await until(() => size(ada) === 60 && size(ben) === 60, "both have everything");
    ada.provider.awareness.setLocalState({ cursor: [1, 2] });
    await until(() => ben.provider.awareness.getStates().has(ada.doc.clientID), "Ben sees Ada's cursor");
    ada.destroy();
    await until(() => !ben.provider.awareness.getStates().has(ada.doc.clientID), "Ben sees her leave");
  });

  test("who opens a document later is told who is there at the other process", async () => {
    const [one, two] = [await serve(), await serve()];
    const ada = await openSynced(one.url, "ada");
    ada.provider.awareness.setLocalState({ cursor: [1, 2] });
    await sleep(100);
    const ben = await openSynced(two.url, "ben");
    await until(() => ben.provider.awareness.getStates().has(ada.doc.clientID), "Ben sees Ada");
  });

  test("what another part of the product writes appears in open editors", async () => {
    const ada = await openSynced((await serve()).url, "ada");
    const doc = new Y.Doc();
    doc.getMap("shapes").set("imported", true);
    const update = Y.encodeStateAsUpdate(doc);
    await appendUpdate(database.db, { documentId: scene.documentId, epoch: 1, update, userId: null });
    await until(() => ada.content.imported === true, "the import appears");
  });

  test("R3: compactions in the middle of edits at two processes lose nothing", async () => {
    const [one, two] = [await serve(5), await serve(5)];
    const ada = await openSynced(one.url, "ada");
    const ben = await openSynced(two.url, "ben");
    let editing = true;
    const compacting = (async () => {
      while (editing) {
        await compactDocument(database.db, scene.documentId);
        await sleep(3);
      }
    })();
    for (let i = 0; i < 150; i++) {
      ada.set(`a${i}`);
      ben.set(`b${i}`);
      if (i % 5 === 0) await sleep(10);
    }
    await until(() => ada.status === "saved" && ben.status === "saved", "both are saved");
    editing = false;
    await compacting;
    await until(() => size(ada) === 300 && size(ben) === 300, "both have everything");
    expect(Object.keys(await stored(database.db, scene))).toHaveLength(300);
  });

  test("a process that was cut off from notifications reads what it missed", async () => {
    const [one, two] = [await serve(), await serve()];
    const ada = await openSynced(one.url, "ada");
    const ben = await openSynced(two.url, "ben");
    await database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'partwise listen%' and datname = current_database()",
    );
    for (let i = 0; i < 10; i++) ada.set(`a${i}`);
    await until(() => size(ben) === 10, "Ben has what was written meanwhile");
  });
});

const PROCESS = fileURLToPath(new URL("./testing/server-process.ts", import.meta.url));

async function spawnServer(databaseUrl: string, port = 0): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ["--import", "tsx", PROCESS], {
    env: { ...process.env, DATABASE_URL: databaseUrl, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout!.once("data", (data: Buffer) => resolve(data.toString()));
    child.once("exit", () => reject(new Error("the server did not start")));
  });
  return { child, port: Number(line.trim()) };
}

/** Edits at a steady pace until told to stop; remembers every key ever acknowledged. */
function keepEditing(tab: Tab, prefix: string) {
  let going = true;
  const acknowledged = new Set<string>();
  const done = (async () => {
    for (let i = 0; going; i++) {
      tab.set(`${prefix}${i}`);
      // Below the limit of messages a second.
      await sleep(10);
      for (const key of tab.acknowledged) acknowledged.add(key);
    }
  })();
  return {
    acknowledged,
    async stop() {
      going = false;
      await done;
    },
  };
}

describe("whatever is killed, no acknowledged edit is missing (R2)", () => {
  test("kill -9 of the server in the middle of edits", async () => {
    let { child, port } = await spawnServer(database.url);
    const url = `ws://127.0.0.1:${port}/collab`;
    const [ada, ben] = [await openSynced(url, "ada"), await openSynced(url, "ben")];
    const editors = [keepEditing(ada, "a"), keepEditing(ben, "b")];
    try {
      for (let round = 0; round < 2; round++) {
        await until(() => ada.acknowledged.size > 30 * (round + 1), "edits are acknowledged");
        child.kill("SIGKILL");
        const promised = editors.flatMap((editor) => [...editor.acknowledged]);
        await until(() => !ada.provider.wsconnected, "the clients noticed");
        const content = await stored(database.db, scene);
        for (const key of promised) expect(content).toHaveProperty(key);
        expect(promised.length).toBeGreaterThan(20);
        ({ child } = await spawnServer(database.url, port));
        await until(() => ada.provider.synced && ben.provider.synced, "the clients are back");
      }
      for (const editor of editors) await editor.stop();
      await until(() => ada.status === "saved" && ben.status === "saved", "everything is saved");
      await until(() => size(ada) === size(ben), "both have the same");
      expect(await stored(database.db, scene)).toEqual(ada.content);
    } finally {
      for (const editor of editors) await editor.stop();
      child.kill("SIGKILL");
    }
  });

  test("kill -9 of Postgres in the middle of edits: the editors go on, nothing is acknowledged that is not kept", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "partwise-kill-"));
    await chmod(folder, 0o755);
    const postgres = await startEmbeddedPostgres(folder, { log: () => undefined });
    let connection: Connection | null = null;
    let server: TestServer | null = null;
    const editors: ReturnType<typeof keepEditing>[] = [];
    try {
      connection = connect(postgres.url, { max: 4 });
      await migrate(connection);
      const here = await createScene(connection.db, { ada: "annotator", ben: "annotator" });
      server = await startTestServer({
        db: connection.db,
        databaseUrl: postgres.url,
        rooms: { log: () => undefined },
      });
      const [ada, ben] = [
        await openSynced(server.url, "ada", here),
        await openSynced(server.url, "ben", here),
      ];
      editors.push(keepEditing(ada, "a"), keepEditing(ben, "b"));
      await until(() => ada.acknowledged.size > 30, "edits are acknowledged");
      const pid = Number(
        (await readFile(path.join(folder, "postgres/postmaster.pid"), "utf8")).split("\n")[0],
      );
      process.kill(pid, "SIGKILL");
      const promised = editors.flatMap((editor) => [...editor.acknowledged]);
      const seenBefore = size(ben);
      await until(() => size(ben) > seenBefore + 10, "the editors still see each other");
      await until(() => ada.acknowledged.size > 100, "edits are acknowledged again", 30_000);
      const content = await stored(connection.db, here);
      for (const key of promised) expect(content).toHaveProperty(key);
      for (const editor of editors) await editor.stop();
      await until(() => ada.status === "saved" && ben.status === "saved", "everything is saved");
      expect(await stored(connection.db, here)).toEqual(ada.content);
    } finally {
      for (const editor of editors) await editor.stop();
      for (const tab of tabs.splice(0)) tab.destroy();
      await server?.close();
      await connection?.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
