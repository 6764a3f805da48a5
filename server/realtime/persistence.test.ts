import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { PendingUpdate } from "@/db/queries/documents";
import type { Connection } from "./connection";
import { type Entry, groupByUser, LogWriter, type Row, type Source } from "./persistence";

function update(key: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap("m").set(key, key);
  return Y.encodeStateAsUpdate(doc);
}

function keysOf(updates: readonly (Uint8Array | null)[]): string[] {
  const doc = new Y.Doc();
  for (const bytes of updates) if (bytes) Y.applyUpdate(doc, bytes);
  return Object.keys(doc.getMap("m").toJSON()).sort();
}

const person = (id: string) => ({ user: { id } }) as unknown as Connection;

class FakeRoom implements Source {
  epoch = 1;
  waiting: Entry[] = [];
  rows: Row[] = [];
  events: string[] = [];
  private count = 0;
  constructor(readonly documentId: string) {}
  add(bytes: Uint8Array | null, connection = person("ada")): void {
    this.waiting.push({ update: bytes, connection, count: ++this.count });
  }
  take(): Entry[] {
    return this.waiting.splice(0);
  }
  committed(rows: readonly Row[]): void {
    this.rows.push(...rows);
    this.events.push("committed");
  }
  outdated(): void {
    this.events.push("outdated");
  }
  failed(): void {
    this.events.push("failed");
  }
}

function writerOver(append: (updates: readonly PendingUpdate[]) => Promise<(number | null)[]>) {
  return new LogWriter({ append, retry: { first: 1, last: 4 }, log: () => undefined });
}

const failure = (code: string) => Object.assign(new Error(code), { code });

describe("group commit (R2)", () => {
  test("what arrives during a commit goes into the next one, all rooms together", async () => {
    const calls: number[] = [];
    let id = 0;
    const writer = writerOver(async (updates) => {
      calls.push(updates.length);
      await sleep(20);
      return updates.map(() => ++id);
    });
    const rooms = ["a", "b", "c"].map((name) => new FakeRoom(name));
    rooms[0]!.add(update("first"));
    writer.notice(rooms[0]!);
    await sleep(5);
    for (const room of rooms) {
      for (let i = 0; i < 10; i++) room.add(update(`k${i}`));
      writer.notice(room);
    }
    expect(await writer.drain(2_000)).toBe(true);
    expect(calls).toEqual([1, 3]);
    expect(keysOf(rooms[2]!.rows.map((row) => row.update))).toHaveLength(10);
  });

  test("changes without content wait for those before them, and cost no statement of their own", async () => {
    let statements = 0;
    const writer = writerOver(async (updates) => {
      statements++;
      await sleep(10);
      return updates.map(() => 7);
    });
    const room = new FakeRoom("a");
    room.add(update("x"), person("ada"));
    room.add(null, person("ben"));
    writer.notice(room);
    await sleep(2);
    expect(room.events).toEqual([]);
    await writer.drain(1_000);
    expect(room.rows.map((row) => row.id)).toEqual([7, null]);
    room.add(null);
    writer.notice(room);
    await writer.drain(1_000);
    expect(statements).toBe(1);
    expect(room.events).toEqual(["committed", "committed"]);
  });

  test("a lost connection: repeated until it works, in order", async () => {
    let failures = 6;
    const stored: (Uint8Array | null)[] = [];
    const writer = writerOver(async (updates) => {
      if (failures-- > 0) throw failure(failures % 2 ? "ECONNREFUSED" : "57P01");
      stored.push(...updates.map((u) => u.update));
      return updates.map((_, i) => i + 1);
    });
    const room = new FakeRoom("a");
    room.add(update("x"));
    room.add(update("y"));
    writer.notice(room);
    expect(await writer.drain(2_000)).toBe(true);
    expect(keysOf(stored)).toEqual(["x", "y"]);
    expect(room.events).toEqual(["committed"]);
  });

  test("one document's bad data fails that document only, also when drizzle wraps the error", async () => {
    const writer = writerOver(async (updates) => {
      if (updates.some((u) => u.documentId === "bad"))
        throw new Error("Failed query", { cause: failure("22P05") });
      return updates.map(() => 1);
    });
    const [good, bad] = [new FakeRoom("good"), new FakeRoom("bad")];
    for (const room of [good, bad]) {
      room.add(update("x"));
      writer.notice(room);
    }
    await writer.drain(1_000);
    expect(good.events).toEqual(["committed"]);
    expect(bad.events).toEqual(["failed"]);
  });

  test("R9: a row that was refused makes the room outdated, and nothing of it counts as committed", async () => {
    const writer = writerOver(async (updates) => updates.map((_, i) => (i === 0 ? 1 : null)));
    const room = new FakeRoom("a");
    room.add(update("x"), person("ada"));
    room.add(update("y"), person("ben"));
    writer.notice(room);
    await writer.drain(1_000);
    expect(room.events).toEqual(["outdated"]);
  });

  test("stopping gives up retrying; draining says that it was not enough", async () => {
    const writer = writerOver(async () => {
      throw failure("ECONNREFUSED");
    });
    const room = new FakeRoom("a");
    room.add(update("x"));
    writer.notice(room);
    expect(await writer.drain(30)).toBe(false);
    writer.stop();
    expect(await writer.drain(500)).toBe(true);
    expect(room.events).toEqual([]);
  });
});

test("grouping keeps every entry, in order, nothing of one person under another's name", () => {
  const entry = fc.record({ user: fc.constantFrom("ada", "ben", "cid"), empty: fc.boolean() });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (list) => {
      const entries = list.map(({ user, empty }, i) => ({
        update: empty ? null : update(`${user}${i}`),
        connection: person(user),
        count: i + 1,
      }));
      const rows = groupByUser(entries);
      expect(rows.flatMap((row) => row.entries)).toEqual(entries);
      for (const row of rows) {
        const own = row.entries.map((e) => e.update);
        expect(keysOf([row.update])).toEqual(keysOf(own));
        expect(row.update === null).toBe(own.every((bytes) => bytes === null));
        for (const e of row.entries) expect(e.connection.user?.id).toBe(row.userId);
      }
      for (let i = 1; i < rows.length; i++) expect(rows[i]!.userId).not.toBe(rows[i - 1]!.userId);
    }),
    { numRuns: 60 },
  );
});
