import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect, untilReachable } from "./client";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded";
import { readPostmasterFile } from "./embedded/processes";

let dataDir: string;
let running: EmbeddedPostgres[];
let said: string[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "partwise-embedded-"));
  await chmod(dataDir, 0o755);
  running = [];
  said = [];
});
afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres(dataDir, { log: (line) => said.push(line) });
  running.push(postgres);
  return postgres;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.map((row) => row[0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const folder = () => path.join(dataDir, "postgres");
const postmaster = async () => (await readPostmasterFile(folder()))!.pid;

test("data survives stopping and starting, and the address stays the same", async () => {
  const first = await start();
  await query(first.url, "create table kept as select 42 as n");
  await first.stop();
  expect(await readdir(dataDir)).not.toContain("launcher.pid");
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select n from kept")).toEqual([42]);
  expect(await query(second.url, "select lower('ÄÖ')")).toEqual(["äö"]);
});

test("a postmaster killed with -9 is started again on the same port, with what was committed", async () => {
  const { url } = await start();
  await query(url, "create table kept as select 7 as n");
  const before = await postmaster();
  process.kill(before, "SIGKILL");
  let answer: unknown[] = [];
  for (let i = 0; i < 200 && answer.length === 0; i++) {
    await sleep(50);
    answer = await query(url, "select n from kept").catch(() => []);
  }
  expect(answer).toEqual([7]);
  expect(await postmaster()).not.toBe(before);
  expect(said.join()).toContain("starting it again");
});

test("whoever starts while Postgres is down waits for it; one whom it refuses does not", async () => {
  const { url } = await start();
  process.kill(await postmaster(), "SIGKILL");
  const early = connect(url, { max: 1 });
  await untilReachable(early.pool, 20_000);
  expect(said.join()).toContain("starting it again");
  await early.close();

  const wrong = new URL(url);
  wrong.password = "wrong";
  const refused = connect(wrong.href, { max: 1 });
  await expect(untilReachable(refused.pool, 20_000)).rejects.toMatchObject({ code: "28P01" });
  await refused.close();

  const nowhere = connect("postgres://nobody@127.0.0.1:1/none", { max: 1 });
  await expect(untilReachable(nowhere.pool, 300)).rejects.toThrow("ECONNREFUSED");
  await nowhere.close();
});

test("a Postgres left running by a killed launcher is taken over", async () => {
  // A launcher of its own process, killed without a chance to stop anything.
  const script = `import { startEmbeddedPostgres } from "./db/embedded.ts";
    const { url } = await startEmbeddedPostgres(${JSON.stringify(dataDir)}, { log: () => {} });
    process.send(url); setInterval(() => {}, 1000);`;
  const file = path.resolve(import.meta.dirname, "..", `.embedded-launcher-${process.pid}.ts`);
  await writeFile(file, script);
  try {
    const launcher = spawn(process.execPath, ["--import", "tsx", file], {
      cwd: path.dirname(file),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const url = await new Promise<string>((resolve) => launcher.once("message", (m) => resolve(String(m))));
    await query(url, "create table kept as select 1 as n");

    // While the launcher lives, nobody else may take its Postgres.
    await expect(start()).rejects.toMatchObject({ code: "conflict" });
    const pid = await postmaster();
    launcher.kill("SIGKILL");
    await new Promise((resolve) => launcher.once("exit", resolve));

    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, url });
    expect(await postmaster()).toBe(pid);
    expect(await query(adopted.url, "select n from kept")).toEqual([1]);
    await adopted.stop();
    expect(await readPostmasterFile(folder())).toBeNull();
  } finally {
    await rm(file, { force: true });
  }
});

test("a postmaster.pid that names a stranger is removed", async () => {
  const first = await start();
  await first.stop();
  const stranger = spawn("sleep", ["60"]);
  try {
    await writeFile(
      path.join(folder(), "postmaster.pid"),
      `${stranger.pid}\n${folder()}\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
  } finally {
    stranger.kill();
  }
});

test("a half-made folder is set aside with its content and a new one made", async () => {
  await mkdir(path.join(folder(), "global"), { recursive: true });
  await writeFile(path.join(folder(), "PG_VERSION"), "17\n");
  const { url } = await start();
  expect(await query(url, "select 1")).toEqual([1]);
  const aside = (await readdir(dataDir)).find((name) => name.startsWith("postgres.broken-"));
  expect(await readFile(path.join(dataDir, aside!, "PG_VERSION"), "utf8")).toBe("17\n");
  expect(said.join()).toContain(aside);
});

test("a folder of another Postgres version is refused and left as it is", async () => {
  const first = await start();
  await first.stop();
  await cp(path.join(folder(), "PG_VERSION"), path.join(dataDir, "version"));
  await writeFile(path.join(folder(), "PG_VERSION"), "16\n");
  await expect(start()).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringMatching(/written by Postgres 16.*brings Postgres 17/),
  });
  expect(await readFile(path.join(folder(), "PG_VERSION"), "utf8")).toBe("16\n");
});

test.skipIf(process.getuid?.() === 0)(
  "a folder that may not be written is refused with what to do",
  async () => {
    await chmod(dataDir, 0o555);
    await expect(startEmbeddedPostgres(path.join(dataDir, "inner"))).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("PARTWISE_DATA_DIR"),
    });
    await chmod(dataDir, 0o755);
  },
);
