import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a running (or killed) postmaster wrote about itself. */
export interface PostmasterFile {
  pid: number;
  port: number;
  /** `ready`, `starting`, `stopping`, or empty. */
  status: string;
}

/** Reads `postmaster.pid`; null when there is none or it is not yet complete. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | null> {
  const text = await readFile(path.join(folder, "postmaster.pid"), "utf8").catch(() => "");
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]) || 0, status: (lines[7] ?? "").trim() };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The command of a process, to tell a Postgres from a stranger that was given the same number later. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform === "linux") {
    // A zombie has no command line any more, and is as good as gone.
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    return line.replaceAll("\0", " ").trim();
  }
  if (process.platform === "win32") return "postgres";
  const { stdout } = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim();
}

/** A mark that differs between two processes that had the same number one after the other. */
export async function birthOf(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // Field 22, counted after the command, which may itself hold spaces and brackets.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  }
  if (process.platform === "win32") return "";
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim();
}

/** Waits until the process is gone; false when it is still there after `ms`. */
export async function waitGone(pid: number, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 25) {
    if (!isAlive(pid) || (await commandOf(pid)) === "") return true;
    await sleep(25);
  }
  return !isAlive(pid);
}
