import type { JobName, JobPayload } from "@/core/domain/jobs";
import type { Db } from "@/db/client";
import { explain } from "../jobs/explain";
import { ingest } from "../jobs/ingest";
import { predict } from "../jobs/predict";
import { segment } from "../jobs/segment";
import { runCheck } from "../pipeline/run-check";
import { runRandomise } from "../pipeline/run-randomise";
import { runScore } from "../pipeline/run-score";
import { type Outcome, runStage } from "../pipeline/run-stage";
import type { Attempt, Deps } from "../pipeline/types";

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
      const outcome = await this.run(deps, job, attempt);
      outcomes.push(`${job.name} ${outcome}`);
    }
    return outcomes;
  }

  private run(deps: Deps, job: Job, attempt: Attempt): Promise<Outcome> {
    switch (job.name) {
      case "score":
        return runScore(deps, job.payload, attempt);
      case "check":
        return runCheck(deps, job.payload, attempt);
      case "randomise":
        return runRandomise(deps, job.payload, attempt);
      case "download":
        throw new Error("Downloads are not a worker's.");
      default:
        return runStage(deps, STAGES[job.name], job.payload, attempt);
    }
  }
}
