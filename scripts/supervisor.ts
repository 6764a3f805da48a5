import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "@/core/domain/errors";
import { buildPages } from "./supervisor/build";
import { Child } from "./supervisor/child";
import { openDatabase } from "./supervisor/database";
import { type Options, readOptions } from "./supervisor/options";
import { requirePort } from "./supervisor/port";
import { authSecret } from "./supervisor/secret";

/*
 * One machine: Postgres, pages with the sockets, and the worker, started in order, kept running, and stopped in
 * the opposite order. Many machines run server/main.ts and workers/main.ts by themselves, on one DATABASE_URL.
 */

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STOP_MS = 9_000;

const log = (line: string) => console.log(line);

/** What to undo on the way out, last one first. */
const undo: (() => Promise<void> | void)[] = [];
const children: Child[] = [];
let leaving = false;

async function leave(code: number): Promise<never> {
  if (leaving) {
    // A second Ctrl-C: now.
    for (const child of children) child.kill();
    process.exit(1);
  }
  leaving = true;
  for (const step of undo.reverse()) {
    try {
      await step();
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      code ||= 1;
    }
  }
  process.exit(code);
}

function environment(options: Options, databaseUrl: string): Record<string, string> {
  const secret = process.env.AUTH_SECRET || authSecret(options.dataDir);
  return {
    DATABASE_URL: databaseUrl,
    PARTWISE_DATA_DIR: options.dataDir,
    PORT: String(options.port),
    HOST: options.host,
    PUBLIC_URL: options.publicUrl,
    AUTH_SECRET: secret,
    NEXTAUTH_SECRET: secret,
    NEXTAUTH_URL: options.publicUrl,
    NODE_ENV: options.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

function startChild(name: string, script: string, env: Record<string, string>, niceness = 0): Child {
  const child = new Child({ name, script, cwd: ROOT, env, niceness, log, onFatal: () => void leave(1) });
  children.push(child);
  child.start();
  return child;
}

/** The demo project; made once. Its failing must not keep anybody from working. */
function seed(env: Record<string, string>): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/seed.ts"], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    undo.push(() => void child.kill());
    child.once("error", (error) => log(`The demo project could not be made: ${error.message}`));
    child.once("close", (code) => {
      if (code !== 0 && !leaving) log("The demo project could not be made; everything else works.");
      resolve();
    });
  });
}

/** A terminated npm takes its shell along but not us; whoever stopped it meant everything. */
function stopWithNpm(): void {
  if (!process.env.npm_lifecycle_event) return;
  const shell = process.ppid;
  setInterval(() => {
    if (process.ppid !== shell && !leaving) void leave(0);
  }, 500).unref();
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void leave(0));
  // Whoever read the output may leave before us.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  stopWithNpm();
  const options = readOptions(process.argv.slice(2), process.env, ROOT);
  await requirePort(options.port, options.host);

  const opening = openDatabase(options, ROOT, log);
  // Also when Ctrl-C comes while it starts.
  undo.push(() => opening.then((database) => database.stop()).catch(() => undefined));
  const build = options.dev ? null : buildPages(ROOT, log);
  if (build) undo.push(build.cancel);
  const [database, built] = await Promise.all([
    opening,
    build?.done.then(
      () => null,
      (error: unknown) => error,
    ),
  ]);
  if (built) throw built;
  if (leaving) return;

  const env = environment(options, database.url);
  const web = startChild("web", "server/main.ts", env);
  startChild("worker", "workers/main.ts", env, 5);
  undo.push(async () => {
    await Promise.all(children.map((child) => child.stop(STOP_MS)));
  });
  await web.ready;
  log(
    `\nPartwise is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${options.publicUrl}`,
  );
  await seed(env);
  log("Stop it with Ctrl-C.");
}

main().catch((error: unknown) => {
  if (leaving) return;
  const readable = error instanceof Error ? error.message : String(error);
  console.error(error instanceof AppError || error instanceof Error ? readable : error);
  void leave(1);
});
