import { z } from "zod";
import { imageIdSchema, modelIdSchema, projectIdSchema, revisionIdSchema } from "./ids";

/** Payloads of the queue. They carry ids only; what a job needs it loads, so a retry sees the present state. */
const imageJob = z.object({ projectId: projectIdSchema, imageId: imageIdSchema });

export const JOB_SCHEMAS = {
  ingest: imageJob,
  predict: imageJob,
  segment: imageJob,
  explain: imageJob,
  score: imageJob.extend({ revisionId: revisionIdSchema }),
  check: imageJob.extend({ revisionId: revisionIdSchema }),
  randomise: z.object({ projectId: projectIdSchema, modelId: modelIdSchema }),
  /** Of a known network, by its name in the catalogue. */
  download: z.object({ name: z.string().min(1).max(100) }),
} as const;

export type JobName = keyof typeof JOB_SCHEMAS;
export type JobPayload<Name extends JobName> = z.infer<(typeof JOB_SCHEMAS)[Name]>;
export const JOB_NAMES = Object.keys(JOB_SCHEMAS) as JobName[];

export const STAGE_STATES = ["waiting", "running", "done", "failed"] as const;
export type StageState = (typeof STAGE_STATES)[number];

export const DOWNLOAD_STATES = [...STAGE_STATES, "cancelled"] as const;
export type DownloadState = (typeof DOWNLOAD_STATES)[number];
