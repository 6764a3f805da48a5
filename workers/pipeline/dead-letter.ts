import { JOB_SCHEMAS, type JobName, type JobPayload } from "@/core/domain/jobs";
import type { ImageStage } from "@/core/domain/pipeline";
import { publishModelEvent, publishProjectEvent } from "@/db/notify";
import { setDownload } from "@/db/queries/downloads";
import { lockImageStages } from "@/db/queries/images";
import { setModelCheck } from "@/db/queries/randomisation";
import { lockRevision, setCheck, setScores } from "@/db/queries/revisions";
import { showFailure } from "./commit";
import { diedSentence } from "./failures";
import type { Deps } from "./types";

/**
 * A job that was given up. If it could still speak, it has said why, and nothing is left to do; if its worker died
 * each time (out of memory, for one), it is said here, so that nobody waits for ever.
 */
export async function showDeath(deps: Deps, name: JobName, payload: JobPayload<JobName>): Promise<void> {
  const error = diedSentence(name);
  switch (name) {
    case "score":
      return scoreDied(deps, JOB_SCHEMAS.score.parse(payload), error);
    case "check":
      return checkDied(deps, JOB_SCHEMAS.check.parse(payload), error);
    case "randomise": {
      const { modelId } = JOB_SCHEMAS.randomise.parse(payload);
      return deps.db.transaction(async (tx) => {
        await setModelCheck(tx, { modelId, state: "failed", artefactKey: null, error, unfinished: true });
        await publishModelEvent(tx, { type: "model", modelId });
      });
    }
    case "download": {
      const job = JOB_SCHEMAS.download.parse(payload);
      return deps.db.transaction(async (tx) => {
        await setDownload(tx, { ...job, state: "failed", error, unfinished: true });
        await publishModelEvent(tx, { type: "download", name: job.name });
      });
    }
    default:
      return stageDied(deps, name, JOB_SCHEMAS[name].parse(payload), error);
  }
}

function stageDied(deps: Deps, stage: ImageStage, job: JobPayload<ImageStage>, error: string): Promise<void> {
  return deps.db.transaction(async (tx) => {
    const row = (await lockImageStages(tx, job, "update"))[stage];
    if (row && (row.state === "waiting" || row.state === "running"))
      await showFailure(deps, tx, job, stage, error);
  });
}

function scoreDied(deps: Deps, job: JobPayload<"score">, scoresError: string): Promise<void> {
  const { projectId, imageId, revisionId } = job;
  return deps.db.transaction(async (tx) => {
    const shown = await lockRevision(tx, job);
    if (!shown || shown.scoresKey !== null || shown.scoresError !== null) return;
    await setScores(tx, { projectId, revisionId, scoresKey: null, scoresError });
    await publishProjectEvent(tx, projectId, { type: "scores", imageId, revisionId });
  });
}

function checkDied(deps: Deps, job: JobPayload<"check">, checkError: string): Promise<void> {
  const { projectId, imageId, revisionId } = job;
  return deps.db.transaction(async (tx) => {
    const shown = await lockRevision(tx, job);
    if (!shown || shown.checkKey !== null || shown.checkError !== null) return;
    await setCheck(tx, { projectId, revisionId, checkKey: null, checkError });
    await publishProjectEvent(tx, projectId, { type: "check", imageId, revisionId });
  });
}
