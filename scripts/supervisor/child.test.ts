import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Child } from "./child";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder: string;
let child: Child;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "partwise-child-"));
  lines = [];
});
afterEach(() => {
  child.kill();
  rmSync(folder, { recursive: true, force: true });
});

function run(code: string, onFatal = () => undefined): Child {
  const script = path.join(folder, "child.mjs");
  writeFileSync(script, code);
  child = new Child({
    name: "it",
    script,
    cwd: ROOT,
    env: { MARK: "42" },
    log: (line) => lines.push(line),
    onFatal,
  });
  child.start();
  return child;
}

const said = (text: string) =>
  vi.waitFor(() => expect(lines.join("\n")).toContain(text), { timeout: 15_000 });
const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("relays lines under its name, passes the environment, and tells when it is ready", async () => {
  run(
    `console.log("mark " + process.env.MARK); process.send({ type: "ready" }); setInterval(() => {}, 1000);`,
  );
  await child.ready;
  await said("[it] mark 42");
  await child.stop(5_000);
});

test("one that is killed is started again", async () => {
  run(`console.log("pid " + process.pid); setInterval(() => {}, 1000);`);
  await said("pid ");
  const first = child.pid!;
  process.kill(first, "SIGKILL");
  await said("SIGKILL");
  await vi.waitFor(() => expect(lines.filter((line) => line.includes("pid "))).toHaveLength(2), {
    timeout: 15_000,
  });
  expect(child.pid).not.toBe(first);
  await child.stop(5_000);
  expect(alive(first)).toBe(false);
});

test("one that keeps crashing is reported with what it said, and still tried again", async () => {
  run(`console.error("no such table"); process.exit(1);`);
  await said("keeps ending right after its start");
  expect(lines.some((line) => line.startsWith("    no such table"))).toBe(true);
});

test("one that says it cannot run with this configuration is not tried again", async () => {
  const onFatal = vi.fn();
  run(`console.error("Port 3000 is used"); process.exit(78);`, onFatal);
  await vi.waitFor(() => expect(onFatal).toHaveBeenCalledOnce(), { timeout: 15_000 });
  await sleep(600);
  expect(lines).toEqual(["[it] Port 3000 is used"]);
});

test("one that ignores the request to stop is ended, and not started again", async () => {
  run(
    `process.on("SIGTERM", () => console.log("no")); process.send({ type: "ready" }); setInterval(() => {}, 1000);`,
  );
  await child.ready;
  const pid = child.pid!;
  await child.stop(300);
  expect(alive(pid)).toBe(false);
  expect(lines.join("\n")).toContain("did not stop in time");
  expect(child.pid).toBeUndefined();
});
