import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/core/domain/errors";
import { birthOf, isAlive } from "./processes";

/**
 * One launcher a data folder: a second would adopt the Postgres of the first and stop it on leaving. The mark
 * of a launcher that was killed does not count, even when its number was given to another process.
 */
export async function claimFolder(dataDir: string): Promise<() => Promise<void>> {
  const file = path.join(dataDir, "launcher.pid");
  const mine = `${process.pid} ${await birthOf(process.pid)}`;
  const kept = (await readFile(file, "utf8").catch(() => "")).trim();
  const pid = Number(kept.split(" ")[0]);
  if (kept && kept !== mine && isAlive(pid) && kept === `${pid} ${await birthOf(pid)}`) {
    throw new AppError(
      "conflict",
      `Partwise already runs on ${dataDir} (process ${pid}). Stop that one first, or set PARTWISE_DATA_DIR to another folder.`,
    );
  }
  await writeFile(file, `${mine}\n`);
  return async () => {
    if ((await readFile(file, "utf8").catch(() => "")).trim() === mine) await rm(file, { force: true });
  };
}
