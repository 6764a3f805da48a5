import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/core/domain/errors";
import { type Account, type Binaries, ids } from "./binaries";
import { type Cluster, SUPERUSER } from "./folder";
import { commandOf, isAlive, readPostmasterFile, waitGone } from "./processes";

export interface Running {
  pid: number;
  port: number;
  /** True when it was already running: left behind by a launcher that was killed. */
  adopted: boolean;
}

const START_MS = 60_000;
const LOG_LIMIT = 8 * 2 ** 20;

/** Adopts the Postgres that already serves this cluster, or starts one on a port that stays the same. */
export async function ensureRunning(
  cluster: Cluster,
  dataDir: string,
  binaries: Binaries,
  account: Account | null,
  settings: Record<string, string>,
): Promise<Running> {
  const adopted = await adopt(cluster);
  if (adopted) return adopted;
  const portFile = path.join(dataDir, "postgres-port");
  const logFile = path.join(dataDir, "postgres.log");
  await limitLog(logFile);

  let problem = "";
  for (let attempt = 0; attempt < 8; attempt++) {
    const port = await freePort(Number(await readFile(portFile, "utf8").catch(() => "0")) || 0);
    const child = launch(cluster, binaries, account, { port: String(port), ...settings }, logFile);
    const started = await untilReady(cluster, child, port);
    if (started) {
      await writeFile(portFile, `${port}\n`);
      return { pid: child.pid!, port, adopted: false };
    }
    problem = await lastLine(logFile);
    // Backends of a killed postmaster hold its shared memory for a moment; a port may be taken meanwhile.
    await sleep(250 * (attempt + 1));
  }
  throw new AppError(
    "unavailable",
    `Postgres did not start: ${problem || "it said nothing."} The whole log is in ${logFile}.`,
  );
}

/** Asks Postgres to end now: open transactions are rolled back, everything committed is kept. */
export async function stopServer(running: Running): Promise<void> {
  if (!isAlive(running.pid)) return;
  process.kill(running.pid, "SIGINT");
  if (await waitGone(running.pid, 20_000)) return;
  // Immediate shutdown; the next start replays the log.
  process.kill(running.pid, "SIGQUIT");
  await waitGone(running.pid, 5_000);
}

export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function adopt(cluster: Cluster): Promise<Running | null> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const file = await readPostmasterFile(cluster.folder);
    if (!file) return null;
    const isPostgres = isAlive(file.pid) && /postgres/.test(await commandOf(file.pid));
    if (!isPostgres) {
      // Its number belongs to nobody, or to a stranger: Postgres itself would refuse to start in the second case.
      await rm(path.join(cluster.folder, "postmaster.pid"), { force: true });
      return null;
    }
    if (await answers(cluster, file.port)) return { pid: file.pid, port: file.port, adopted: true };
    if (Date.now() > deadline) {
      throw new AppError(
        "unavailable",
        `A Postgres (process ${file.pid}) holds ${cluster.folder} but does not answer. Stop that process and start again.`,
      );
    }
    await sleep(100);
  }
}

/** Whether the server on that port serves this very folder (and not another cluster that got the port). */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(port, cluster.password, "postgres"),
    connectionTimeoutMillis: 2_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query("show data_directory");
    return path.resolve(rows[0].data_directory) === path.resolve(cluster.folder);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function launch(
  cluster: Cluster,
  binaries: Binaries,
  account: Account | null,
  settings: Record<string, string>,
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, "a", 0o600);
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  try {
    const child = spawn(
      binaries.postgres,
      ["-D", cluster.folder, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", ...flags],
      // A session of its own: Ctrl-C in the terminal reaches us, and we stop Postgres last.
      {
        ...ids(account),
        cwd: "/",
        detached: true,
        stdio: ["ignore", log, log],
        env: { ...process.env, LC_ALL: "C" },
      },
    );
    child.on("error", () => undefined);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function untilReady(cluster: Cluster, child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    const file = await readPostmasterFile(cluster.folder);
    if (file?.pid === child.pid && file.status === "ready" && (await answers(cluster, port))) return true;
    await sleep(20);
  }
  child.kill("SIGQUIT");
  return false;
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => (wanted === 0 ? reject(new Error("no free port")) : resolve(freePort(0))));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : wanted));
    });
  });
}

async function limitLog(file: string) {
  const info = await stat(file).catch(() => null);
  if (info && info.size > LOG_LIMIT) await rename(file, `${file}.1`);
}

async function lastLine(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.trim().split("\n").slice(-20);
  return (lines.findLast((line) => /FATAL|PANIC|could not/.test(line)) ?? lines.at(-1) ?? "").trim();
}
