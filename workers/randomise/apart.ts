import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "@/core/domain/errors";
import type { Answer } from "./child";
import type { Curve, CurveRequest } from "./curve";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/** Whether the reason may pass with time. */
const PASSING: ReadonlySet<string | null> = new Set([null, "RUNTIME", "CANCELLED"]);

/**
 * The curve of the randomisation check, computed in a process of its own at low priority.
 *
 * @throws AppError `unsupported_model` for what no retry will help; Error where the process ended without an answer
 */
export function curveApart(request: CurveRequest, signal?: AbortSignal): Promise<Curve> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = fork(CHILD, {
      cwd: ROOT,
      execArgv: ["--import", "tsx"],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const stop = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", stop, { once: true });
    child.once("message", (answer: Answer) => {
      if ("curve" in answer) resolve(answer.curve);
      else if (PASSING.has(answer.error.code)) reject(new Error(answer.error.message));
      else reject(new AppError("unsupported_model", answer.error.message));
    });
    child.once("error", reject);
    child.once("exit", (code, killedBy) => {
      signal?.removeEventListener("abort", stop);
      // After an answer this changes nothing.
      reject(new Error(`The randomisation check ended without an answer (${killedBy ?? code}).`));
    });
    child.send(request, (error) => error && reject(error));
  });
}
