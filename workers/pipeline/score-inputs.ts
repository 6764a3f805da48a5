import type { RasterPart } from "@/core/annotation/raster/ground";
import { type DocumentSnapshot, parseSnapshot } from "@/core/annotation/snapshot";
import type { PartId } from "@/core/domain/ids";
import type { JobPayload } from "@/core/domain/jobs";
import { CODE_VERSION, type Derivation, type ImageStage } from "@/core/domain/pipeline";
import type { InputTransform, Size } from "@/core/domain/spaces";
import type { Db } from "@/db/client";
import { findArtefact } from "@/db/queries/artefacts";
import { findImage, type ImageRow, lockImageStages, type StageRow } from "@/db/queries/images";
import { findModel, type ModelRow } from "@/db/queries/models";
import { findProject, listParts } from "@/db/queries/projects";
import { findRevision, type RevisionRow } from "@/db/queries/revisions";
import type { RelevanceData, SilhouetteData } from "@/db/schema/images";
import { blockedSentence } from "./failures";

/** Everything the scores of one revision are made from, at one moment. */
export interface ScoreInputs {
  image: ImageRow;
  revision: RevisionRow;
  classifier: ModelRow;
  snapshot: DocumentSnapshot;
  parts: readonly RasterPart[];
  backgroundInScores: boolean;
  transform: InputTransform;
  /** Of the photograph. */
  size: Size;
  relevance: RelevanceData;
  silhouette: SilhouetteData | null;
  derivation: Derivation;
}

export type Blocked = { error: string };

/**
 * Must run in a transaction: the stage rows are locked, so "not there yet" is said only when nobody is about to
 * commit it, who would have looked for revisions to score before this one was there.
 */
export async function scoreInputs(
  tx: Db,
  job: JobPayload<"score">,
): Promise<ScoreInputs | Blocked | "waiting" | "gone"> {
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
  const snapshot = parseSnapshot(revision.geometry);
  return {
    image,
    revision,
    classifier,
    snapshot,
    parts,
    backgroundInScores,
    transform,
    size,
    relevance,
    silhouette,
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
