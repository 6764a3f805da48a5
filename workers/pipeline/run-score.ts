import { parseSnapshot } from "@/core/annotation/snapshot";
import type { PartId } from "@/core/domain/ids";
import type { JobPayload } from "@/core/domain/jobs";
import { CODE_VERSION, type ImageStage } from "@/core/domain/pipeline";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { artefactKey, findArtefact, putArtefact } from "@/db/queries/artefacts";
import { findImage, lockImageStages, type StageRow } from "@/db/queries/images";
import { findModel } from "@/db/queries/models";
import { findProject, listParts } from "@/db/queries/projects";
import { findRevision, lockRevision, setScores } from "@/db/queries/revisions";
import type { RelevanceData, SilhouetteData } from "@/db/schema/images";
import { scoreRevision } from "../jobs/score";
import { blockedSentence, failureSentence, isPermanent } from "./failures";
import type { Outcome } from "./run-stage";
import type { Attempt, Deps, Plan } from "./types";

type ScoreJob = JobPayload<"score">;
type Blocked = { error: string };

/**
 * Brings the scores of one revision up to date. While silhouette or relevance are on their way it does nothing:
 * whoever finishes them enqueues the revision again. If one of them failed, that is said under the revision.
 *
 * @throws whatever may pass with time, unless this was the last attempt
 */
export async function runScore(deps: Deps, job: ScoreJob, attempt: Attempt): Promise<Outcome> {
  try {
    for (let round = 0; round < 5; round++) {
      const plan = await deps.db.transaction((tx) => planScore(deps, tx, job));
      if (typeof plan === "string") return plan;
      if ("error" in plan) return await show(deps, job, { scoresKey: null, scoresError: plan.error });

      const key = artefactKey(plan.derivation);
      const data = (await findArtefact(deps.db, { key })) ?? (await plan.compute(attempt.signal));
      const shown = await deps.db.transaction(async (tx) => {
        const again = await planScore(deps, tx, job);
        if (typeof again === "string" || "error" in again) return "stale";
        if (artefactKey(again.derivation) !== key) return "stale";
        await putArtefact(tx, { key, derivation: plan.derivation, data });
        return showIn(tx, job, { scoresKey: key, scoresError: null });
      });
      if (shown !== "stale") return shown;
    }
    throw new Error("The inputs of the scores kept changing.");
  } catch (error) {
    if (!isPermanent(error) && !attempt.last) throw error;
    await show(deps, job, { scoresKey: null, scoresError: failureSentence("score", error) });
    if (!isPermanent(error)) throw error;
    return "failed";
  }
}

/**
 * Must run in a transaction: the stage rows are locked, so "not there yet" is said only when nobody is about to
 * commit it, who would have looked for revisions to score before this one was there.
 */
async function planScore(deps: Deps, tx: Db, job: ScoreJob): Promise<Plan | Blocked | "waiting" | "gone"> {
  const stages = await lockImageStages(tx, job, "share");
  const revision = await findRevision(tx, job);
  const image = await findImage(tx, job);
  const project = await findProject(tx, job);
  if (!revision || !image || !project) return "gone";

  // A project may do without silhouettes: then a part's region is the drawn shape.
  const wantsSilhouette = project.segmenterId !== null;
  for (const stage of ["ingest", "explain", ...(wantsSilhouette ? (["segment"] as const) : [])] as const) {
    const blocked = blockedBy(stage, stages[stage]);
    if (blocked) return blocked;
  }
  const classifier = project.classifierId ? await findModel(tx, { modelId: project.classifierId }) : null;
  const relevance = await resultOf(tx, stages.explain, "explain");
  const silhouette = wantsSilhouette ? await resultOf(tx, stages.segment, "segment") : null;
  if (!classifier || !relevance || image.width === null || image.height === null) return "waiting";
  if (wantsSilhouette && !silhouette) return "waiting";

  const size = { width: image.width, height: image.height };
  const parts = (await listParts(tx, job)).map((part) => ({ ...part, id: part.id as PartId }));
  const { backgroundInScores } = project;
  const transform = classifier.inputTransform;
  return {
    derivation: {
      stage: "score",
      inputs: {
        geometry: revision.geometryHash,
        relevance: stages.explain!.artefactKey!,
        ...(silhouette ? { silhouette: stages.segment!.artefactKey! } : {}),
      },
      parameters: {
        parts: parts.map(({ id, kind, priority, position }) => ({ id, kind, priority, position })),
        backgroundInScores,
        transform,
        size,
      },
      codeVersion: CODE_VERSION.score,
    },
    compute: () =>
      scoreRevision(deps.blobs, {
        snapshot: parseSnapshot(revision.geometry),
        parts,
        backgroundInScores,
        transform,
        size,
        relevance,
        silhouette,
      }),
  };
}

function blockedBy(stage: ImageStage, row: StageRow | undefined): Blocked | "waiting" | null {
  if (row?.state === "done") return null;
  if (row?.state === "failed") return { error: blockedSentence(stage, row.error ?? "") };
  return "waiting";
}

type ResultOf = { explain: RelevanceData; segment: SilhouetteData };

async function resultOf<K extends keyof ResultOf>(
  db: Db,
  row: StageRow | undefined,
  kind: K,
): Promise<ResultOf[K] | null> {
  const data = row?.artefactKey ? await findArtefact(db, { key: row.artefactKey }) : null;
  return data?.kind === kind ? (data as ResultOf[K]) : null;
}

function show(deps: Deps, job: ScoreJob, scores: Shown): Promise<Outcome> {
  return deps.db.transaction((tx) => showIn(tx, job, scores));
}

interface Shown {
  scoresKey: string | null;
  scoresError: string | null;
}

/** Writes the scores and tells the project, unless they are shown already. */
async function showIn(tx: Db, job: ScoreJob, shown: Shown): Promise<Outcome> {
  const present = await lockRevision(tx, job);
  if (!present) return "gone";
  const { scoresKey, scoresError } = shown;
  if (present.scoresKey === scoresKey && present.scoresError === scoresError) return "unchanged";
  await setScores(tx, { ...job, ...shown });
  const { projectId, imageId, revisionId } = job;
  await publishProjectEvent(tx, projectId, { type: "scores", imageId, revisionId });
  return scoresError ? "failed" : "done";
}
