import { expect, test } from "vitest";
import { quietLog } from "./quiet-log";

test("the same complaint of many loops is one line, and comes again after a while", () => {
  const lines: string[] = [];
  let time = 0;
  const log = quietLog(
    (line) => lines.push(line),
    () => time,
  );
  for (const queue of ["ingest", "predict"])
    log(new Error(`connect ECONNREFUSED (Queue: ${queue}, Worker: 1)`));
  log(new Error("another"));
  time = 9_999;
  log(new Error("connect ECONNREFUSED"));
  time = 10_000;
  log(new Error("connect ECONNREFUSED"));
  expect(lines).toEqual(["[queue] connect ECONNREFUSED", "[queue] another", "[queue] connect ECONNREFUSED"]);
});
