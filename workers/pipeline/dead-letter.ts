import { JOB_SCHEMAS, type JobName, type JobPayload } from "@/core/domain/jobs";
import { publishProjectEvent } from "@/db/notify";
import { lockImageStages } from "@/db/queries/images";
import { lockRevision, setCheck, setScores } from "@/db/queries/revisions";
import { showFailure } from "./commit";
import { diedSentence } from "./failures";
import type { Deps } from "./types";

/**
 * A job that was given up. If it could still speak, it has said why, and nothing is left to do; if its worker died
 * each time (out of memory, for one), it is said here, so that nobody waits for ever.
 */
export async function showDeath(deps: Deps, name: JobName, job: JobPayload<JobName>): Promise<void> {
  const sentence = diedSentence(name);
  await deps.db.transaction(async (tx) => {
    if (name !== "score" && name !== "check") {
      const row = (await lockImageStages(tx, job, "update"))[name];
      if (row && (row.state === "waiting" || row.state === "running"))
        await showFailure(deps, tx, job, name, sentence);
      return;
    }
    const { projectId, imageId, revisionId } = JOB_SCHEMAS[name].parse(job);
    const shown = await lockRevision(tx, { projectId, revisionId });
    if (!shown) return;
    if (name === "check") {
      if (shown.checkKey !== null || shown.checkError !== null) return;
      await setCheck(tx, { projectId, revisionId, checkKey: null, checkError: sentence });
      await publishProjectEvent(tx, projectId, { type: "check", imageId, revisionId });
      return;
    }
    if (shown.scoresKey !== null || shown.scoresError !== null) return;
    await setScores(tx, { projectId, revisionId, scoresKey: null, scoresError: sentence });
    await publishProjectEvent(tx, projectId, { type: "scores", imageId, revisionId });
  });
}
