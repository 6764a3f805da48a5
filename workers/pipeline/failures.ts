import { AppError } from "@/core/domain/errors";

/** Whether trying again could help: everything unforeseen may pass, a refusal with a reason will not. */
export function isPermanent(error: unknown): boolean {
  return error instanceof AppError && error.code !== "internal" && error.code !== "unavailable";
}

const WHAT: Record<string, string> = {
  ingest: "reading the photograph",
  predict: "classifying the photograph",
  segment: "finding the silhouette",
  explain: "explaining the decision",
  score: "computing the scores",
  check: "checking the scores",
  randomise: "randomising the network",
  download: "fetching the network",
};

/** The sentence shown to people when a stage has failed for good. */
export function failureSentence(stage: string, error: unknown): string {
  if (error instanceof AppError) return error.message;
  return `Something went wrong while ${WHAT[stage] ?? "working"}, several times in a row. Try again later; if it stays so, tell whoever runs this installation.`;
}

/** Shown when not the job failed but its worker died, each time. */
export function diedSentence(stage: string): string {
  return `The worker stopped several times while ${WHAT[stage] ?? "working"}: the photograph or the network may need more memory than this machine has. Try again, or use a smaller one.`;
}

/** Shown under everything that cannot begin because `stage` failed. */
export function blockedSentence(stage: string, error: string): string {
  return `Not done, because ${WHAT[stage] ?? stage} failed. ${error}`;
}
