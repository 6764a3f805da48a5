import type { JobPayload } from "@/core/domain/jobs";
import { CODE_VERSION } from "@/core/domain/pipeline";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { artefactKey } from "@/db/queries/artefacts";
import { lockRevision, setCheck } from "@/db/queries/revisions";
import { CHECK_FILL, checkRevision } from "../jobs/check";
import { runDerived } from "./run-derived";
import type { Outcome } from "./run-stage";
import { scoreInputs } from "./score-inputs";
import type { Attempt, Deps, Plan } from "./types";

/**
 * Takes each part of a scored revision away and keeps how far the class's score falls. The key of the scores stands for all
 * they were made from: label raster, relevance map, and with that the photograph, the network and the class.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export function runCheck(deps: Deps, job: JobPayload<"check">, attempt: Attempt): Promise<Outcome> {
  return runDerived(
    deps,
    { stage: "check", plan: (tx) => planCheck(deps, tx, job), show: (tx, shown) => show(tx, job, shown) },
    attempt,
  );
}

async function planCheck(deps: Deps, tx: Db, job: JobPayload<"check">): Promise<Plan | "waiting" | "gone"> {
  const inputs = await scoreInputs(tx, job);
  if (inputs === "gone") return "gone";
  if (typeof inputs === "string" || "error" in inputs) return "waiting";
  const scores = artefactKey(inputs.derivation);
  // Other scores are on their way, and will have themselves checked.
  if (inputs.revision.scoresKey !== scores) return "waiting";
  return {
    derivation: {
      stage: "check",
      inputs: { scores },
      parameters: { fill: CHECK_FILL },
      codeVersion: CODE_VERSION.check,
    },
    compute: (signal) => checkRevision(deps, inputs, signal),
  };
}

async function show(
  tx: Db,
  job: JobPayload<"check">,
  { key, error }: { key: string | null; error: string | null },
): Promise<Outcome> {
  const present = await lockRevision(tx, job);
  if (!present) return "gone";
  if (present.checkKey === key && present.checkError === error) return "unchanged";
  await setCheck(tx, { ...job, checkKey: key, checkError: error });
  const { projectId, imageId, revisionId } = job;
  await publishProjectEvent(tx, projectId, { type: "check", imageId, revisionId });
  return error === null ? "done" : "failed";
}
