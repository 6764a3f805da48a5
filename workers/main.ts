import { parseWorkerEnv } from "./env";
import { startWorker } from "./worker";

/** Process entry of a worker. Any number may run, on any number of machines with the same database and blobs. */
const worker = await startWorker(parseWorkerEnv(process.env));
console.log("[worker] ready");
process.send?.({ type: "ready" });

let stopping = false;
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  console.log(`[worker] stopping (${reason})`);
  // A job that will not end in time is given back and tried elsewhere.
  setTimeout(() => process.exit(0), 4_800).unref();
  await worker.stop(4_000).catch((error) => console.warn(`[worker] ${error.message}`));
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
// A launcher that was killed leaves no orphan.
if (process.send) process.on("disconnect", () => void stop("the launcher is gone"));
