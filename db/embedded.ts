import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findBinaries, unprivilegedAccount } from "./embedded/binaries";
import { prepareCluster } from "./embedded/folder";
import { claimFolder } from "./embedded/owner";
import { isAlive } from "./embedded/processes";
import { ensureRunning, type Running, stopServer, urlOf } from "./embedded/server";

export interface EmbeddedPostgres {
  /** Connection string of the product's database; it stays the same when Postgres is started again. */
  url: string;
  /** Whether a Postgres left behind by a killed launcher was taken over. */
  adopted: boolean;
  /** Stops Postgres cleanly. Call it last: whoever is still connected is cut off. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  log?: (line: string) => void;
  /** Server settings (`postgresql.conf` names); tests switch off what only matters in a power cut. */
  settings?: Record<string, string>;
}

const DATABASE = "partwise";
const WATCH_MS = 500;

/**
 * A real Postgres with its data under `<dataDir>/postgres`, for one machine without a database of its own.
 *
 * Repairs what a killed start leaves: a running postmaster is adopted, a stale `postmaster.pid` removed, a
 * half-made data folder set aside. As root it runs as an unprivileged account. When the postmaster dies it is
 * started again on the same port. Throws AppError with what to do when none of that helps.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const root = path.resolve(dataDir);
  const log = options.log ?? ((line) => console.log(`[postgres] ${line}`));
  const settings = { max_connections: "200", ...options.settings };

  const account = await unprivilegedAccount();
  const binaries = await findBinaries(account);
  const cluster = await prepareCluster(root, binaries, account, log);
  const release = await claimFolder(root);
  const start = () => ensureRunning(cluster, root, binaries, account, settings);

  let running: Running;
  try {
    running = await start();
    await ensureDatabase(urlOf(running.port, cluster.password, "postgres"));
  } catch (error) {
    await release();
    throw error;
  }
  const { port, adopted } = running;
  if (adopted) log(`Took over the Postgres that was still running (process ${running.pid}).`);

  const stopping = new AbortController();
  const pause = (ms: number) =>
    sleep(ms, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
  const watching = (async () => {
    for (let failures = 0; ; ) {
      await pause(WATCH_MS);
      if (stopping.signal.aborted) return;
      if (isAlive(running.pid)) continue;
      log("Postgres ended unexpectedly; starting it again.");
      try {
        running = await start();
        failures = 0;
        if (running.port !== port) log(`Its port ${port} was taken meanwhile; restart Partwise.`);
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
        await pause(Math.min(30_000, 1_000 * 2 ** failures++));
      }
    }
  })();

  return {
    url: urlOf(port, cluster.password, DATABASE),
    adopted,
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      await watching;
      await stopServer(running);
      await release();
    },
  };
}

/** The product's database on an embedded Postgres that runs on this data folder already; null when none answers. */
export async function runningEmbeddedUrl(dataDir: string): Promise<string | null> {
  const read = (name: string) => readFile(path.join(dataDir, name), "utf8").then((text) => text.trim());
  try {
    const url = urlOf(Number(await read("postgres-port")), await read("postgres-password"), DATABASE);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => undefined);
    await client.connect();
    await client.end();
    return url;
  } catch {
    return null;
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
