import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Connection, connect } from "./client";
import { freshDatabase, type TestDatabase } from "./testing/database";
import { type Doorway, doorway } from "./testing/doorway";

let database: TestDatabase;
let way: Doorway;
let through: Connection;
beforeAll(async () => {
  database = await freshDatabase();
  await database.db.execute(sql`create table kept (n int)`);
  way = await doorway(database.url);
  through = connect(way.url, { max: 2, name: "partwise doorway" });
});
afterAll(async () => {
  await through.close();
  await way.close();
  await database.close();
});

const kept = async () => (await database.db.execute(sql`select n from kept order by n`)).rows.map((r) => r.n);

test("transactions that Postgres dies on give their connections back, wherever it happens", async () => {
  // More often than the pool has connections, at each step: one kept for ever would leave the next waiting.
  for (const step of ["begin", "insert into kept", "commit", "rollback"]) {
    for (let i = 0; i < 3; i++) {
      way.dieAsked(step, 1);
      const failing = through.db.transaction(async (tx) => {
        await tx.execute(sql`insert into kept values (1)`);
        if (step === "rollback") throw new Error("undo it");
      });
      await expect(failing, step).rejects.toThrow();
    }
    expect(through.pool.totalCount - through.pool.idleCount, step).toBe(0);
  }
  await through.db.transaction((tx) => tx.execute(sql`insert into kept values (2)`));
  expect(await kept()).toEqual([2]);
});

test("a transaction commits as a whole, rolls back as a whole, and keeps its own error", async () => {
  await through.db.execute(sql`delete from kept`);
  const both = through.db.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (3)`);
    await tx.transaction((inner) => inner.execute(sql`insert into kept values (4)`));
  });
  await both;
  const undone = through.db.transaction(async (tx) => {
    await tx.execute(sql`insert into kept values (5)`);
    throw new RangeError("no five");
  });
  await expect(undone).rejects.toThrow(new RangeError("no five"));
  expect(await kept()).toEqual([3, 4]);
});
