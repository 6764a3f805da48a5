import { readdirSync, readFileSync } from "node:fs";
import { dataDir } from "./database";

/** Process ids of the stack under test: its children carry the data folder in their environment. */
export function pidsOf(script: "server/main.ts" | "workers/main.ts"): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (!command.includes(script)) return false;
        return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`PARTWISE_DATA_DIR=${dataDir()}\0`);
      } catch {
        return false;
      }
    })
    .map(Number);
}

/** The postmaster's process id, as Postgres writes it. */
export function postmasterPid(folder: string): number {
  return Number(readFileSync(`${folder}/postmaster.pid`, "utf8").split("\n")[0]);
}

export function kill9(pids: readonly number[]): void {
  if (pids.length === 0) throw new Error("There is no such process to kill.");
  for (const pid of pids) process.kill(pid, "SIGKILL");
}
