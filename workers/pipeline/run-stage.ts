import type { BlobStore } from "@/db/blobs/store";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { artefactKey, blobsOf, findArtefact, putArtefact } from "@/db/queries/artefacts";
import { findImage, imageStagesOf, lockImageStages, markStage } from "@/db/queries/images";
import type { ArtefactData } from "@/db/schema/images";
import { showFailure, showResult } from "./commit";
import { failureSentence, isPermanent } from "./failures";
import type { Attempt, Deps, ImageJob, Plan, StageDefinition } from "./types";

/** A stage shorter than this is never shown as running: hundreds of photographs would only flicker. */
const SHOW_RUNNING_MS = 400;
/** How often the inputs may change under a running job before it leaves the rest to a retry. */
const MAX_ROUNDS = 5;

export type Outcome = "done" | "unchanged" | "waiting" | "gone" | "failed";

/**
 * Brings one stage of one image up to date: derive the key of the result, look it up or compute it, and show it,
 * with everything that follows from it, in one transaction. Killed at any moment it leaves the stage as it was, and
 * the job is given to another worker; run twice it is seen once. When an input changes meanwhile (another network was
 * chosen) the result is kept under its own key but not shown, and the stage is derived anew.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export async function runStage(
  deps: Deps,
  definition: StageDefinition,
  job: ImageJob,
  attempt: Attempt,
): Promise<Outcome> {
  const running = showRunningLater(deps.db, definition, job);
  try {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const outcome = await oneRound(deps, definition, job, attempt, running.settle);
      if (outcome === "waiting") {
        await running.settle();
        await showState(deps.db, definition, job, "waiting");
      }
      if (outcome !== "stale") return outcome;
    }
    throw new Error(`The inputs of ${definition.stage} kept changing.`);
  } catch (error) {
    await running.settle();
    if (!isPermanent(error) && !attempt.last) {
      await showState(deps.db, definition, job, "waiting").catch(() => undefined);
      throw error;
    }
    const sentence = failureSentence(definition.stage, error);
    await deps.db.transaction((tx) => showFailure(deps, tx, job, definition.stage, sentence));
    // Unforeseen: it is also kept in the queue, where whoever runs the installation looks.
    if (!isPermanent(error)) throw error;
    return "failed";
  } finally {
    await running.settle();
  }
}

async function oneRound(
  deps: Deps,
  definition: StageDefinition,
  job: ImageJob,
  attempt: Attempt,
  beforeShowing: () => Promise<void>,
): Promise<Outcome | "stale"> {
  const plan = await planNow(deps, deps.db, definition, job);
  if (typeof plan === "string") return plan;
  const key = artefactKey(plan.derivation);
  const { data, replace } = await lookUpOrCompute(deps, plan, key, attempt.signal);
  await beforeShowing();
  return deps.db.transaction(async (tx) => {
    // From here on nobody resets the stage or changes its inputs without waiting for us.
    await lockImageStages(tx, job, "update");
    await putArtefact(tx, { key, derivation: plan.derivation, data, replace });
    const again = await planNow(deps, tx, definition, job);
    if (typeof again === "string") return again;
    if (artefactKey(again.derivation) !== key) return "stale";
    await definition.settle?.(tx, job, data);
    return (await showResult(deps, tx, job, definition.stage, key)) ? "done" : "unchanged";
  });
}

async function planNow(
  deps: Deps,
  db: Db,
  definition: StageDefinition,
  job: ImageJob,
): Promise<Plan | "waiting" | "gone"> {
  const image = await findImage(db, job);
  if (!image) return "gone";
  return definition.plan(deps, db, { image, stages: await imageStagesOf(db, job) });
}

async function lookUpOrCompute(deps: Deps, plan: Plan, key: string, signal: AbortSignal) {
  const known = await findArtefact(deps.db, { key });
  if (known && (await hasBlobs(deps.blobs, known))) return { data: known, replace: false };
  return { data: await plan.compute(signal), replace: known !== null };
}

/** A result whose files were lost (a folder restored from elsewhere) is made again. */
async function hasBlobs(blobs: BlobStore, data: ArtefactData): Promise<boolean> {
  const present = await Promise.all(blobsOf(data).map((sha256) => blobs.has(sha256)));
  return present.every(Boolean);
}

function showRunningLater(db: Db, definition: StageDefinition, job: ImageJob) {
  let writing: Promise<void> = Promise.resolve();
  const timer = setTimeout(() => {
    writing = showState(db, definition, job, "running").catch(() => undefined);
  }, SHOW_RUNNING_MS);
  return {
    /** After this nothing is written any more. */
    settle: () => {
      clearTimeout(timer);
      return writing;
    },
  };
}

async function showState(
  db: Db,
  { stage }: StageDefinition,
  { projectId, imageId }: ImageJob,
  state: "running" | "waiting",
): Promise<void> {
  await db.transaction(async (tx) => {
    if (await markStage(tx, { imageId, stage, state })) {
      await publishProjectEvent(tx, projectId, { type: "stage", imageId, stage, state });
    }
  });
}
