import type { JobName, JobPayload } from "@/core/domain/jobs";
import type { Db } from "@/db/client";
import { explain } from "../jobs/explain";
import { ingest } from "../jobs/ingest";
import { predict } from "../jobs/predict";
import { segment } from "../jobs/segment";
import { runCheck } from "../pipeline/run-check";
import { runScore } from "../pipeline/run-score";
import { type Outcome, runStage } from "../pipeline/run-stage";
import type { Deps } from "../pipeline/types";

type Job = { [N in JobName]: { name: N; payload: JobPayload<N> } }[JobName];

const STAGES = { ingest, predict, segment, explain };

/** A queue in memory, worked off one job after the other: the order of things is the test's to choose. */
export class MemoryQueue {
  readonly jobs: Job[] = [];

  async enqueue<N extends JobName>(_tx: Db, name: N, payload: JobPayload<N>): Promise<void> {
    this.jobs.push({ name, payload } as unknown as Job);
  }

  async enqueueAll<N extends JobName>(tx: Db, name: N, payloads: readonly JobPayload<N>[]): Promise<void> {
    for (const payload of payloads) await this.enqueue(tx, name, payload);
  }

  /** Runs everything that is queued, and what that enqueues. Returns what came of each job, in order. */
  async drain(deps: Deps): Promise<`${JobName} ${Outcome}`[]> {
    const outcomes: `${JobName} ${Outcome}`[] = [];
    for (let job = this.jobs.shift(); job; job = this.jobs.shift()) {
      const attempt = { signal: new AbortController().signal, last: true };
      const outcome =
        job.name === "score"
          ? await runScore(deps, job.payload, attempt)
          : job.name === "check"
            ? await runCheck(deps, job.payload, attempt)
            : await runStage(deps, STAGES[job.name], job.payload, attempt);
      outcomes.push(`${job.name} ${outcome}`);
    }
    return outcomes;
  }
}
