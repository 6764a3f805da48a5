import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import { FOLLOWS, type ImageStage } from "@/core/domain/pipeline";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { imagesPast, resetStages } from "@/db/queries/pipeline";
import type { Services } from "./services";

/** The stage and everything that is made from its result. */
function withFollowers(stage: ImageStage): ImageStage[] {
  return [stage, ...FOLLOWS[stage].flatMap(withFollowers)];
}

/**
 * Has a stage done again for every image of the project that can do it, because what it depends on in the
 * project changed. Results that exist already are found by their key, so nothing is computed twice.
 */
export async function rerunStage(
  services: Services,
  tx: Db,
  { projectId, stage }: { projectId: ProjectId; stage: Exclude<ImageStage, "ingest"> },
): Promise<void> {
  const ids = await imagesPast(tx, { projectId, stage: "ingest" });
  const stages = withFollowers(stage);
  await resetStages(tx, { imageIds: ids, stages });
  await services.queue.enqueueAll(
    tx,
    stage,
    ids.map((imageId) => ({ projectId, imageId: imageId as ImageId })),
  );
  await publishProjectEvent(tx, projectId, { type: "project" });
}

/** Computes the scores of every image's newest revision again (the parts changed). */
export async function rescore(services: Services, tx: Db, projectId: ProjectId): Promise<void> {
  const newest = await latestRevisions(tx, { projectId });
  await services.queue.enqueueAll(
    tx,
    "score",
    newest.map((r) => ({
      projectId,
      imageId: r.imageId as ImageId,
      revisionId: r.id as RevisionId,
    })),
  );
}
