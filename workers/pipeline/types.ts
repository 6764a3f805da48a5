import type { ImageId, ProjectId } from "@/core/domain/ids";
import type { Derivation, ImageStage } from "@/core/domain/pipeline";
import type { BlobStore } from "@/db/blobs/store";
import type { Db } from "@/db/client";
import type { ImageRow, StageRow } from "@/db/queries/images";
import type { Queue } from "@/db/queue/queue";
import type { ArtefactData } from "@/db/schema/images";
import type { Networks } from "../onnx/networks";

/** What jobs work with; handed in, so that tests bring their own. */
export interface Deps {
  db: Db;
  blobs: BlobStore;
  queue: Pick<Queue, "enqueue" | "enqueueAll">;
  networks: Networks;
}

export interface ImageJob {
  projectId: ProjectId;
  imageId: ImageId;
}

export interface Attempt {
  signal: AbortSignal;
  /** No retry follows: a failure is final. */
  last: boolean;
}

/** What a result would be made from at this moment, and how to make it. */
export interface Plan {
  derivation: Derivation;
  compute(signal: AbortSignal): Promise<ArtefactData>;
}

export interface StageInput {
  image: ImageRow;
  stages: Partial<Record<ImageStage, StageRow>>;
}

/**
 * One stage of the pipeline. `plan` reads the present state and decides; it must give the same derivation for
 * the same state, as it is asked again before the result is shown. It throws AppError for what no retry will
 * help. `waiting`: an input is not there yet, and whoever makes it enqueues this stage again.
 */
export interface StageDefinition {
  stage: ImageStage;
  plan(deps: Deps, db: Db, input: StageInput): Promise<Plan | "waiting">;
  /** Also written in the transaction that shows the result. */
  settle?(tx: Db, job: ImageJob, data: ArtefactData): Promise<void>;
}
