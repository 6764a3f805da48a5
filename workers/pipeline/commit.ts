import type { ModelId, RevisionId } from "@/core/domain/ids";
import { FOLLOWS, type ImageStage } from "@/core/domain/pipeline";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { lockImageStages, setStage } from "@/db/queries/images";
import { findModel } from "@/db/queries/models";
import { findProject } from "@/db/queries/projects";
import { explainedPhotos, hasModelCheck, requestModelCheck } from "@/db/queries/randomisation";
import { revisionsToScore } from "@/db/queries/revisions";
import { RANDOMISED_PHOTOS } from "../jobs/randomise";
import { blockedSentence } from "./failures";
import type { Deps, ImageJob } from "./types";

/** Scores are made from these two; when one changes, they follow. */
const SCORED_FROM: readonly ImageStage[] = ["segment", "explain"];

/**
 * Shows a stage's result and enqueues what follows from it. Does nothing when that result is shown already, so a
 * job that comes twice is seen once. The caller's transaction must hold the image's stage rows.
 */
export async function showResult(
  deps: Deps,
  tx: Db,
  job: ImageJob,
  stage: ImageStage,
  key: string,
): Promise<boolean> {
  const stages = await lockImageStages(tx, job, "update");
  const present = stages[stage];
  if (!present || (present.state === "done" && present.artefactKey === key)) return false;
  await setStage(tx, { imageId: job.imageId, stage, state: "done", artefactKey: key, error: null });
  await publishProjectEvent(tx, job.projectId, { type: "stage", imageId: job.imageId, stage, state: "done" });
  for (const follower of FOLLOWS[stage]) {
    // It may have been told that its input failed; that is no longer so.
    if (stages[follower]?.state === "failed") await showWaiting(tx, job, follower);
    await deps.queue.enqueue(tx, follower, job);
  }
  if (SCORED_FROM.includes(stage)) await enqueueScores(deps, tx, job);
  if (stage === "explain") await requestRandomisation(deps, tx, job);
  return true;
}

/**
 * Shows that a stage failed for good, and tells everything that would have followed from it: the stages at once,
 * the scores by a job, which finds the failure and says so.
 */
export async function showFailure(
  deps: Deps,
  tx: Db,
  job: ImageJob,
  stage: ImageStage,
  error: string,
): Promise<void> {
  const stages = await lockImageStages(tx, job, "update");
  if (!stages[stage]) return;
  await failOne(tx, job, stage, error);
  for (const follower of followersOf(stage)) {
    // A result made from an earlier input would contradict what is shown before it.
    if (stages[follower]) await failOne(tx, job, follower, blockedSentence(stage, error));
  }
  if ([stage, ...followersOf(stage)].some((s) => SCORED_FROM.includes(s))) await enqueueScores(deps, tx, job);
}

/**
 * Has the project's network checked as soon as enough photographs are explained; after the first time anywhere in the
 * installation it does nothing.
 */
async function requestRandomisation(deps: Deps, tx: Db, { projectId }: ImageJob): Promise<void> {
  const modelId = (await findProject(tx, { projectId }))?.classifierId as ModelId | null | undefined;
  if (!modelId || (await hasModelCheck(tx, { modelId }))) return;
  const model = await findModel(tx, { modelId });
  if (!model) return;
  const photos = await explainedPhotos(tx, { projectId, model: model.sha256, limit: RANDOMISED_PHOTOS });
  if (photos.length < RANDOMISED_PHOTOS || !(await requestModelCheck(tx, { modelId }))) return;
  await deps.queue.enqueue(tx, "randomise", { projectId, modelId });
}

async function enqueueScores(deps: Deps, tx: Db, job: ImageJob): Promise<void> {
  const ids = await revisionsToScore(tx, job);
  await deps.queue.enqueueAll(
    tx,
    "score",
    ids.map((revisionId) => ({ ...job, revisionId: revisionId as RevisionId })),
  );
}

async function showWaiting(tx: Db, { projectId, imageId }: ImageJob, stage: ImageStage): Promise<void> {
  await setStage(tx, { imageId, stage, state: "waiting", artefactKey: null, error: null });
  await publishProjectEvent(tx, projectId, { type: "stage", imageId, stage, state: "waiting" });
}

async function failOne(tx: Db, { projectId, imageId }: ImageJob, stage: ImageStage, error: string) {
  await setStage(tx, { imageId, stage, state: "failed", artefactKey: null, error });
  await publishProjectEvent(tx, projectId, { type: "stage", imageId, stage, state: "failed", error });
}

function followersOf(stage: ImageStage): ImageStage[] {
  return FOLLOWS[stage].flatMap((follower) => [follower, ...followersOf(follower)]);
}
