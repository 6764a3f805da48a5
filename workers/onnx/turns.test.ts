import { expect, test } from "vitest";
import { Turns } from "./turns";

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

test("one at a time, in the order of asking, whatever fails", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  let running = 0;
  const task = (name: string, fails = false) =>
    turns.take(async () => {
      expect(++running).toBe(1);
      await soon();
      running--;
      seen.push(name);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task("a"), task("b", true), task("c")]);
  expect(seen).toEqual(["a", "b", "c"]);
  expect(results.map((r) => r.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

test("what yields goes after all that is asked for meanwhile, but not for ever", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const urgent = (n: number): Promise<void> =>
    turns.take(async () => {
      seen.push("urgent");
      await soon();
      // Another is always waiting already: as when a collection is uploaded.
      if (n > 0) void urgent(n - 1);
    });
  const first = urgent(120);
  const late = turns.take(async () => void seen.push("yielding"), { yields: true });
  await Promise.all([first, late]);
  expect(seen.indexOf("yielding")).toBeGreaterThanOrEqual(50);
  expect(seen.indexOf("yielding")).toBeLessThan(60);
});
