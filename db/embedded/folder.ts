import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "@/core/domain/errors";
import { type Account, type Binaries, canReach, ids, privateFolder, SYSTEM_FOLDER } from "./binaries";

export const SUPERUSER = "partwise";
const run = promisify(execFile);

export interface Cluster {
  /** The data folder itself (`PGDATA`). */
  folder: string;
  password: string;
}

/**
 * The cluster that belongs to `dataDir`, made if there is none. A half-made folder (a start killed in the
 * middle) is set aside and replaced; a folder of another Postgres version is refused with what to do.
 */
export async function prepareCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account | null,
  log: (line: string) => void,
): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true }).catch(closedTo(dataDir));
  const password = await keptSecret(path.join(dataDir, "postgres-password"));
  const folder = await placeFor(dataDir, account, log);
  await removeAbandoned(folder);

  switch (await stateOf(folder)) {
    case "complete": {
      const major = (await readFile(path.join(folder, "PG_VERSION"), "utf8")).trim();
      if (major !== binaries.major) {
        throw new AppError(
          "unavailable",
          `The data in ${folder} was written by Postgres ${major}; this version of Partwise brings Postgres ${binaries.major}, ` +
            `which cannot read it. Export it with the version that made it, or move the folder aside to start empty.`,
        );
      }
      if (account) await ownedBy(folder, account);
      return { folder, password };
    }
    case "half": {
      const aside = `${folder}.broken-${new Date().toISOString().replace(/[:.]/g, "-")}`;
      await rename(folder, aside);
      log(`The database folder was never finished; it is kept as ${aside} and a new one is made.`);
      break;
    }
    case "none":
      break;
  }
  await initialise(folder, password, binaries, account);
  return { folder, password };
}

/** initdb into a folder beside the final one, then rename: the final name never holds something half-made. */
async function initialise(folder: string, password: string, binaries: Binaries, account: Account | null) {
  const partial = `${folder}.init-${randomUUID()}`;
  const secret = path.join(partial, "..", `${path.basename(partial)}.password`);
  try {
    await privateFolder(partial, account);
    await writeFile(secret, `${password}\n`, { mode: 0o600 });
    if (account) await chown(secret, account.uid, account.gid);
    const flags = [
      `--pgdata=${partial}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${secret}`,
      "--auth=scram-sha-256",
      // The built-in provider sorts and compares the same on every machine.
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    await run(binaries.initdb, flags, { ...ids(account), cwd: "/", env: { ...process.env, LC_ALL: "C" } });
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    const detail = (cause as { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? String(cause);
    throw new AppError(
      "unavailable",
      `A database could not be made in ${folder}: ${detail} Check that the disk has room and that ${account?.name ?? "you"} may write there, ` +
        "or set DATABASE_URL to a Postgres of your own.",
      { cause },
    );
  } finally {
    await rm(secret, { force: true });
  }
}

async function stateOf(folder: string): Promise<"none" | "half" | "complete"> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    return closedTo(folder)(error);
  });
  if (entries.length === 0) return "none";
  // initdb writes PG_VERSION first and pg_control in the middle; the configuration comes with both.
  const needed = ["PG_VERSION", "global/pg_control", "postgresql.conf", "base/1/PG_VERSION"];
  const present = await Promise.all(needed.map((file) => stat(path.join(folder, file)).catch(() => null)));
  return present.every((info) => info !== null && info.size > 0) ? "complete" : "half";
}

/**
 * `<dataDir>/postgres`, unless the unprivileged account cannot get there (a data folder under root's home):
 * then a folder of the system, whose name is kept in `<dataDir>/postgres-folder`.
 */
async function placeFor(dataDir: string, account: Account | null, log: (line: string) => void) {
  const pointer = path.join(dataDir, "postgres-folder");
  const kept = await readFile(pointer, "utf8").catch(() => "");
  if (kept.trim()) return kept.trim();
  const usual = path.join(dataDir, "postgres");
  if (!account || (await canReach(usual, account))) return usual;
  const elsewhere = path.join(SYSTEM_FOLDER, `data-${randomBytes(6).toString("hex")}`, "postgres");
  await mkdir(path.dirname(elsewhere), { recursive: true, mode: 0o755 });
  await writeFile(pointer, `${elsewhere}\n`);
  log(`${dataDir} is closed to the account “${account.name}”; the database lies in ${elsewhere}.`);
  return elsewhere;
}

/** After a copy or a restore by root the files may belong to somebody else; Postgres insists on owning them. */
async function ownedBy(folder: string, account: Account) {
  if ((await stat(folder)).uid === account.uid) return;
  for (const entry of await readdir(folder, { recursive: true })) {
    await chown(path.join(folder, entry), account.uid, account.gid);
  }
  await chown(folder, account.uid, account.gid);
}

/** Somebody else's folder: usually made by root earlier, or the other way round. */
function closedTo(folder: string) {
  return (cause: NodeJS.ErrnoException): never => {
    if (cause.code !== "EACCES" && cause.code !== "EPERM" && cause.code !== "EROFS") throw cause;
    throw new AppError(
      "unavailable",
      `${folder} cannot be used by this account. Start Partwise as the account it belongs to, or set PARTWISE_DATA_DIR to a folder of yours.`,
      { cause },
    );
  };
}

async function removeAbandoned(folder: string) {
  const parent = path.dirname(folder);
  const prefix = `${path.basename(folder)}.init-`;
  for (const name of await readdir(parent).catch(() => [])) {
    if (name.startsWith(prefix)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

async function keptSecret(file: string): Promise<string> {
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  if (kept) return kept;
  const secret = randomBytes(24).toString("base64url");
  await writeFile(file, `${secret}\n`, { mode: 0o600 });
  return secret;
}
