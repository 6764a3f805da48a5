import { availableParallelism } from "node:os";
import { createBlobStore } from "@/db/blobs/store";
import { connect, untilReachable } from "@/db/client";
import { createQueue } from "@/db/queue/queue";
import type { WorkerEnv } from "./env";
import { explain } from "./jobs/explain";
import { ingest } from "./jobs/ingest";
import { predict } from "./jobs/predict";
import { segment } from "./jobs/segment";
import { createNetworks } from "./onnx/networks";
import { showDeath } from "./pipeline/dead-letter";
import { runCheck } from "./pipeline/run-check";
import { runRandomise } from "./pipeline/run-randomise";
import { runScore } from "./pipeline/run-score";
import { runStage } from "./pipeline/run-stage";
import type { Deps } from "./pipeline/types";

export interface Worker {
  /** Takes no more jobs, gives those running `timeoutMs` to end, and closes everything. The rest is retried elsewhere. */
  stop(timeoutMs?: number): Promise<void>;
}

/** Decoding is one thread a photograph; networks run one at a time anyway, the second job of a kind only prepares. */
const CONCURRENCY = {
  ingest: Math.min(8, availableParallelism()),
  predict: 1,
  segment: 1,
  explain: 1,
  score: 2,
  check: 1,
  randomise: 1,
};

/** Connects and works on every queue until stopped. */
export async function startWorker(env: WorkerEnv): Promise<Worker> {
  const connection = connect(env.databaseUrl, { name: "partwise worker", max: 8 });
  await untilReachable(connection.pool);
  const blobs = createBlobStore(env.blobDir);
  const networks = createNetworks(blobs, {
    cacheDir: env.cacheDir,
    ...(env.threads ? { threads: env.threads } : {}),
  });
  const queue = await createQueue(env.databaseUrl, { name: "partwise worker", supervise: true });
  const deps: Deps = { db: connection.db, blobs, queue, networks };

  for (const definition of [ingest, predict, segment, explain]) {
    const { stage } = definition;
    await queue.work(stage, { concurrency: CONCURRENCY[stage] }, async (job, attempt) => {
      await runStage(deps, definition, job, attempt);
    });
  }
  await queue.work("score", { concurrency: CONCURRENCY.score }, async (job, attempt) => {
    await runScore(deps, job, attempt);
  });
  await queue.work("check", { concurrency: CONCURRENCY.check }, async (job, attempt) => {
    await runCheck(deps, job, attempt);
  });
  await queue.work("randomise", { concurrency: CONCURRENCY.randomise }, async (job, attempt) => {
    await runRandomise(deps, job, attempt);
  });
  await queue.workDead((name, job) => showDeath(deps, name, job));

  return {
    async stop(timeoutMs = 4_000) {
      await queue.stop({ timeoutMs });
      await Promise.race([networks.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
      await connection.close();
    },
  };
}
