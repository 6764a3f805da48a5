import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CHANNELS, type Listener, listen, publish, publishProjectEvent } from "./notify";
import { freshDatabase, type TestDatabase } from "./testing/database";
import { doorway } from "./testing/doorway";

let database: TestDatabase;
const open: Listener[] = [];
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await Promise.all(open.map((listener) => listener.close()));
  await database.close();
});

async function collect(channel: string, onReconnect?: () => void) {
  const messages: string[] = [];
  open.push(await listen(database.url, channel, (payload) => messages.push(payload), onReconnect));
  return messages;
}

test("an event reaches a listener of another connection", async () => {
  const messages = await collect(CHANNELS.project);
  const event = { type: "image", imageId: "i", change: "added" } as const;
  await publishProjectEvent(database.db, "p", event);
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  expect(JSON.parse(messages[0]!)).toEqual({ projectId: "p", event });
});

test("inside a transaction it leaves at commit, and never after a rollback", async () => {
  const messages = await collect("transactional");
  await database.db.transaction(async (tx) => {
    await publish(tx, "transactional", "committed");
    await publish(database.db, "transactional", "outside");
    await vi.waitFor(() => expect(messages).toEqual(["outside"]));
  });
  await vi.waitFor(() => expect(messages).toEqual(["outside", "committed"]));
  await database.db
    .transaction(async (tx) => {
      await publish(tx, "transactional", "rolled back");
      throw new Error("no");
    })
    .catch(() => undefined);
  await publish(database.db, "transactional", "after");
  await vi.waitFor(() => expect(messages).toEqual(["outside", "committed", "after"]));
});

test("a cut connection is opened again, the receiver is told, and messages flow", async () => {
  const reconnected = vi.fn();
  const messages = await collect("cut", reconnected);
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'partwise listen cut'`,
  );
  await vi.waitFor(() => expect(reconnected).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  await publish(database.db, "cut", "again");
  await vi.waitFor(() => expect(messages).toEqual(["again"]));
});

test("a connection that ends in the same breath as it starts to listen is not taken for a listening one", async () => {
  const way = await doorway(database.url);
  way.dieAnswering("LISTEN", 1);
  await expect(listen(way.url, "first", () => undefined)).rejects.toThrow("as it opened");
  await way.close();
});

test("a connection opened again that ends in the same breath is opened once more", async () => {
  const way = await doorway(database.url);
  const messages: string[] = [];
  const reconnected = vi.fn();
  open.push(await listen(way.url, "breath", (payload) => messages.push(payload), reconnected));
  way.dieAnswering("LISTEN", 2);
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'partwise listen breath'`,
  );
  await vi.waitFor(() => expect(reconnected).toHaveBeenCalled(), { timeout: 5_000 });
  expect(way.count()).toBe(4);
  await publish(database.db, "breath", "heard");
  await vi.waitFor(() => expect(messages).toEqual(["heard"]));
});

test("a long error sentence is shortened to fit, other oversized payloads are refused", async () => {
  const messages = await collect(CHANNELS.project);
  const error = "x".repeat(20_000);
  await publishProjectEvent(database.db, "p", {
    type: "stage",
    imageId: "i",
    stage: "ingest",
    state: "failed",
    error,
  });
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  expect(JSON.parse(messages[0]!).event.error).toHaveLength(500);
  await expect(publish(database.db, "any", error)).rejects.toThrow("send ids");
});

test("closing ends the connection; a database that is not there is an error at once", async () => {
  const listener = await listen(database.url, "closed", () => undefined);
  await listener.close();
  const count = await database.db.execute(
    sql`select 1 from pg_stat_activity where application_name = 'partwise listen closed'`,
  );
  expect(count.rows).toHaveLength(0);
  const nowhere = new URL(database.url);
  nowhere.pathname = "/does_not_exist";
  await expect(listen(nowhere.href, "any", () => undefined)).rejects.toThrow("does not exist");
});
