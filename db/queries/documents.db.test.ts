import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as Y from "yjs";
import { freshDatabase, type TestDatabase } from "../testing/database";
import {
  appendUpdate,
  appendUpdates,
  bumpEpoch,
  compactDocument,
  findDocument,
  loadDocument,
  readUpdates,
} from "./documents";

let database: TestDatabase;
let documentId: string;
let userId: string;
let images = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function newDocument(): Promise<string> {
  const { rows } = await database.pool.query(
    `with p as (insert into projects (name) values ('P') returning id),
          i as (insert into images (project_id, name, sha256, bytes, mime)
                select id, 'a.png', $1, 1, 'image/png' from p returning id, project_id)
     insert into documents (project_id, image_id) select project_id, id from i returning id`,
    [String(images++).padStart(64, "0")],
  );
  return rows[0].id;
}

beforeEach(async () => {
  documentId = await newDocument();
  const { rows } = await database.pool.query(
    "insert into users (email, name, colour) values (gen_random_uuid()::text, 'Ada', '#0072b2') returning id",
  );
  userId = rows[0].id;
});

/** An update that sets `key` in the map "shapes". */
function setting(key: string, value = key): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("shapes").set(key, value);
  return Y.encodeStateAsUpdate(doc);
}

function contentOf(state: Uint8Array): Record<string, unknown> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc.getMap("shapes").toJSON();
}

const entry = (key: string, epoch = 1) => ({ documentId, epoch, update: setting(key), userId });
const logLength = async () => {
  const { rows } = await database.pool.query(
    "select count(*)::int n from document_updates where document_id = $1",
    [documentId],
  );
  return rows[0].n as number;
};

describe("append and load", () => {
  test("an untouched document is empty; an unknown one is an error, not an empty one (R4)", async () => {
    expect(await loadDocument(database.db, documentId)).toMatchObject({ epoch: 1, uptoId: 0, rows: 0 });
    const unknown = "00000000-0000-4000-8000-000000000000";
    await expect(loadDocument(database.db, unknown)).rejects.toMatchObject({ code: "not_found" });
    expect(await findDocument(database.db, unknown)).toBeNull();
  });

  test("what is appended is loaded, with the writer and rising row numbers (R2)", async () => {
    const ids = await appendUpdates(database.db, [entry("a"), entry("b"), entry("c")]);
    expect(ids.every((id) => typeof id === "number")).toBe(true);
    expect([...ids].sort((a, b) => a! - b!)).toEqual(ids);
    const loaded = await loadDocument(database.db, documentId);
    expect(contentOf(loaded.state)).toEqual({ a: "a", b: "b", c: "c" });
    expect(loaded).toMatchObject({ uptoId: ids[2], rows: 3 });
    const { rows } = await database.pool.query("select user_id from document_updates where id = $1", [
      ids[1],
    ]);
    expect(rows[0].user_id).toBe(userId);
  });

  test("the answer keeps the order of the entries when some are refused", async () => {
    const other = await newDocument();
    const ids = await appendUpdates(database.db, [
      entry("a"),
      entry("stale", 7),
      { ...entry("b"), documentId: other },
      { ...entry("gone"), documentId: "00000000-0000-4000-8000-000000000000" },
      entry("c"),
    ]);
    expect(ids.map((id) => id !== null)).toEqual([true, false, true, false, true]);
    expect(contentOf((await loadDocument(database.db, documentId)).state)).toEqual({ a: "a", c: "c" });
    expect(contentOf((await loadDocument(database.db, other)).state)).toEqual({ b: "b" });
  });

  test("a user deleted meanwhile does not make the update unstorable", async () => {
    await database.pool.query("delete from users where id = $1", [userId]);
    const id = await appendUpdate(database.db, entry("a"));
    const { rows } = await database.pool.query("select user_id from document_updates where id = $1", [id]);
    expect(rows[0].user_id).toBeNull();
  });

  test("inside a transaction that is rolled back nothing is stored", async () => {
    const failing = database.db.transaction(async (tx) => {
      await appendUpdate(tx, entry("a"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await logLength()).toBe(0);
  });

  test("bytes that are no Yjs updates fail the load, also after a compaction was tried (R4)", async () => {
    await appendUpdates(database.db, [entry("a"), { ...entry("b"), update: Uint8Array.of(9, 9, 9, 9) }]);
    await expect(loadDocument(database.db, documentId)).rejects.toMatchObject({ code: "internal" });
    await expect(compactDocument(database.db, documentId)).rejects.toMatchObject({ code: "internal" });
    expect(await logLength()).toBe(2);
  });

  test("rows are read by number; those compacted are missing from the answer (R11)", async () => {
    const ids = (await appendUpdates(database.db, [entry("a"), entry("b")])) as number[];
    expect((await readUpdates(database.db, documentId, ids)).map((row) => row.id)).toEqual(ids);
    await compactDocument(database.db, documentId);
    expect(await readUpdates(database.db, documentId, ids)).toEqual([]);
  });
});

describe("compaction (R3)", () => {
  test("moves the log into the snapshot and changes nothing that is read", async () => {
    const ids = await appendUpdates(database.db, [entry("a"), entry("b")]);
    expect(await compactDocument(database.db, documentId)).toBe(2);
    expect(await logLength()).toBe(0);
    const loaded = await loadDocument(database.db, documentId);
    expect(contentOf(loaded.state)).toEqual({ a: "a", b: "b" });
    expect(loaded).toMatchObject({ uptoId: ids[1], rows: 0 });
    expect(await compactDocument(database.db, documentId)).toBe(0);
  });

  test("a row with a lower number that commits after the compaction is neither deleted nor overlooked", async () => {
    const late = await database.pool.connect();
    await late.query("begin");
    const { rows } = await late.query(
      "insert into document_updates (document_id, epoch, update) values ($1, 1, $2) returning id",
      [documentId, Buffer.from(setting("late"))],
    );
    const id = await appendUpdate(database.db, entry("early"));
    expect(Number(rows[0].id)).toBeLessThan(id);
    expect(await compactDocument(database.db, documentId)).toBe(1);
    await late.query("commit");
    late.release();
    const loaded = await loadDocument(database.db, documentId);
    expect(contentOf(loaded.state)).toEqual({ early: "early", late: "late" });
    expect(loaded.uptoId).toBe(id);
  });

  test("a row with a lower number that commits between its reading and its deleting is kept", async () => {
    await appendUpdate(database.db, entry("first"));
    await compactDocument(database.db, documentId);
    const [late, holder] = [await database.pool.connect(), await database.pool.connect()];
    await late.query("begin");
    await late.query("insert into document_updates (document_id, epoch, update) values ($1, 1, $2)", [
      documentId,
      Buffer.from(setting("late")),
    ]);
    await appendUpdate(database.db, entry("early"));
    await holder.query("begin");
    await holder.query("select 1 from document_snapshots where document_id = $1 for update", [documentId]);
    const compaction = compactDocument(database.db, documentId);
    // It has read the log once it waits for the snapshot's row.
    await expect
      .poll(async () => {
        const { rows } = await database.pool.query(
          "select count(*)::int n from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into document_snapshots%' and datname = current_database()",
        );
        return rows[0].n;
      })
      .toBe(1);
    await late.query("commit");
    await holder.query("commit");
    late.release();
    holder.release();
    expect(await compaction).toBe(1);
    const { state } = await loadDocument(database.db, documentId);
    expect(contentOf(state)).toEqual({ first: "first", early: "early", late: "late" });
  });

  test("only one works on a document at a time; the other leaves it alone", async () => {
    await appendUpdate(database.db, entry("a"));
    const holder = await database.pool.connect();
    await holder.query("begin");
    await holder.query("select pg_advisory_xact_lock(7203119, hashtext($1))", [documentId]);
    expect(await compactDocument(database.db, documentId)).toBe(0);
    await holder.query("commit");
    holder.release();
    expect(await compactDocument(database.db, documentId)).toBe(1);
  });

  test("concurrent with appends and loads, no load ever misses what was committed before it", async () => {
    let writing = true;
    const committed = new Set<string>();
    const writer = (async () => {
      for (let i = 0; i < 150; i++) {
        await appendUpdate(database.db, entry(`k${i}`));
        committed.add(`k${i}`);
      }
    })().finally(() => {
      writing = false;
    });
    const compactor = (async () => {
      while (writing) await compactDocument(database.db, documentId);
    })();
    const reader = (async () => {
      while (writing) {
        const before = [...committed];
        const content = contentOf((await loadDocument(database.db, documentId)).state);
        for (const key of before) expect(content).toHaveProperty(key);
      }
    })();
    await Promise.all([writer, compactor, reader]);
    expect(Object.keys(contentOf((await loadDocument(database.db, documentId)).state))).toHaveLength(150);
  });

  test("drops values that were overwritten", async () => {
    const doc = new Y.Doc();
    doc.on("update", (update: Uint8Array) => pending.push(update));
    const pending: Uint8Array[] = [];
    for (let i = 0; i < 50; i++) doc.getMap("shapes").set("note", `${i}`.padEnd(1_000, "x"));
    await appendUpdates(
      database.db,
      pending.map((update) => ({ documentId, epoch: 1, update, userId })),
    );
    await compactDocument(database.db, documentId);
    const { state } = await loadDocument(database.db, documentId);
    expect(state.byteLength).toBeLessThan(3_000);
    expect(contentOf(state)).toEqual({ note: "49".padEnd(1_000, "x") });
  });
});

describe("epochs (R9)", () => {
  test("keeping the content: it survives, appends of the old epoch do not", async () => {
    await appendUpdate(database.db, entry("a"));
    expect(await bumpEpoch(database.db, documentId)).toBe(2);
    await expect(appendUpdate(database.db, entry("old"))).rejects.toMatchObject({ code: "conflict" });
    const loaded = await loadDocument(database.db, documentId);
    expect(loaded.epoch).toBe(2);
    expect(contentOf(loaded.state)).toEqual({ a: "a" });
    await appendUpdate(database.db, entry("b", 2));
    expect(contentOf((await loadDocument(database.db, documentId)).state)).toEqual({ a: "a", b: "b" });
  });

  test("with other content: the old one does not come back", async () => {
    await appendUpdate(database.db, entry("a"));
    await bumpEpoch(database.db, documentId, { content: setting("restored") });
    expect(contentOf((await loadDocument(database.db, documentId)).state)).toEqual({ restored: "restored" });
    await compactDocument(database.db, documentId);
    expect(contentOf((await loadDocument(database.db, documentId)).state)).toEqual({ restored: "restored" });
  });

  test("read-only (R12): nothing is appended, in whatever epoch, until a new epoch says otherwise", async () => {
    await appendUpdate(database.db, entry("a"));
    expect(await bumpEpoch(database.db, documentId, { readOnly: true })).toBe(2);
    expect(await appendUpdates(database.db, [entry("b", 2), entry("c")])).toEqual([null, null]);
    await expect(appendUpdate(database.db, entry("b", 2))).rejects.toThrow(/approved/);
    expect(await bumpEpoch(database.db, documentId)).toBe(3);
    expect(await appendUpdates(database.db, [entry("b", 3)])).toEqual([null]);
    await bumpEpoch(database.db, documentId, { readOnly: false });
    await appendUpdate(database.db, entry("b", 4));
    expect(contentOf((await loadDocument(database.db, documentId)).state)).toEqual({ a: "a", b: "b" });
  });

  test("an append waits for a bump under way and is then refused", async () => {
    const bump = await database.pool.connect();
    await bump.query("begin");
    await bump.query("update documents set epoch = 2 where id = $1", [documentId]);
    let settled = false;
    const append = appendUpdates(database.db, [entry("a")]).then((ids) => {
      settled = true;
      return ids;
    });
    await database.db.execute(sql`select pg_sleep(0.1)`);
    expect(settled).toBe(false);
    await bump.query("commit");
    bump.release();
    expect(await append).toEqual([null]);
  });

  test("racing appends are either in the new epoch's content or refused, never acknowledged and lost", async () => {
    const acknowledged: string[] = [];
    const appends = Array.from({ length: 40 }, async (_, i) => {
      const [id] = await appendUpdates(database.db, [entry(`k${i}`)]);
      if (id !== null) acknowledged.push(`k${i}`);
    });
    const bump = bumpEpoch(database.db, documentId);
    await Promise.all([...appends, bump]);
    const content = contentOf((await loadDocument(database.db, documentId)).state);
    expect(Object.keys(content).sort()).toEqual(acknowledged.sort());
  });
});
