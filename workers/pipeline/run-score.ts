import type { JobPayload } from "@/core/domain/jobs";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { lockRevision, setScores } from "@/db/queries/revisions";
import { scoreRevision } from "../jobs/score";
import { runDerived } from "./run-derived";
import type { Outcome } from "./run-stage";
import { scoreInputs } from "./score-inputs";
import type { Attempt, Deps } from "./types";

/**
 * Brings the scores of one revision up to date, and has them checked. If silhouette or relevance failed, that is said under
 * the revision.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export function runScore(deps: Deps, job: JobPayload<"score">, attempt: Attempt): Promise<Outcome> {
  return runDerived(
    deps,
    {
      stage: "score",
      async plan(tx) {
        const inputs = await scoreInputs(tx, job);
        if (typeof inputs === "string" || "error" in inputs) return inputs;
        return { derivation: inputs.derivation, compute: () => scoreRevision(deps.blobs, inputs) };
      },
      show: (tx, shown) => show(deps, tx, job, shown),
    },
    attempt,
  );
}

async function show(
  deps: Deps,
  tx: Db,
  job: JobPayload<"score">,
  { key, error }: { key: string | null; error: string | null },
): Promise<Outcome> {
  const present = await lockRevision(tx, job);
  if (!present) return "gone";
  const unchanged = present.scoresKey === key && present.scoresError === error;
  if (!unchanged) {
    await setScores(tx, { ...job, scoresKey: key, scoresError: error });
    const { projectId, imageId, revisionId } = job;
    await publishProjectEvent(tx, projectId, { type: "scores", imageId, revisionId });
  }
  // Only now: people wait for the scores, nobody waits for the check.
  if (key !== null && (!unchanged || present.checkKey === null)) await deps.queue.enqueue(tx, "check", job);
  if (unchanged) return "unchanged";
  return error === null ? "done" : "failed";
}
