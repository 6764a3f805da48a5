import type { StageState } from "@/core/domain/jobs";
import { IMAGE_STAGES, type ImageStage } from "@/core/domain/pipeline";

export const STAGE_WORDS: Record<ImageStage, { doing: string; done: string; failed: string }> = {
  ingest: { doing: "Reading", done: "read", failed: "Could not be read" },
  predict: { doing: "Classifying", done: "classified", failed: "Classifying failed" },
  segment: { doing: "Segmenting", done: "segmented", failed: "Segmenting failed" },
  explain: { doing: "Explaining", done: "explained", failed: "Explaining failed" },
};

type Stages = Record<ImageStage, { state: StageState; error: string | null }>;

export type Progress =
  | { kind: "ready" }
  | { kind: "failed"; label: string; error: string }
  | { kind: "running" | "waiting"; label: string };

/** Where a photograph stands, in one word: what failed, else what runs, else what it waits for. */
export function progressOf(stages: Stages): Progress {
  const first = (state: StageState) => IMAGE_STAGES.find((stage) => stages[stage].state === state);
  const failed = first("failed");
  if (failed) return { kind: "failed", label: STAGE_WORDS[failed].failed, error: stages[failed].error ?? "" };
  const running = first("running");
  if (running) return { kind: "running", label: STAGE_WORDS[running].doing };
  if (first("waiting")) return { kind: "waiting", label: "In the queue" };
  return { kind: "ready" };
}
