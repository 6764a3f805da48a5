import { createHash } from "node:crypto";
import type { FindingView } from "@/core/analysis/comparison/finding";
import { partSums } from "@/core/analysis/scores/part-sums";
import type { Derivation } from "@/core/domain/pipeline";
import { artefactKey, putArtefact } from "@/db/queries/artefacts";
import { insertRevision } from "@/db/queries/freeze";
import { imageStagesOf, setStage } from "@/db/queries/images";
import { documentOf, insertPhoto } from "@/db/queries/photos";
import { listParts } from "@/db/queries/projects";
import { setScores } from "@/db/queries/revisions";
import type { ArtefactData } from "@/db/schema/images";
import type { World } from "./world";

/** The view an explorer opens with: every part counts once, nothing is filtered. */
export const plainView = (parts: number): FindingView => ({
  normalisation: "per-sign",
  aggregation: "mean",
  weights: Array.from({ length: parts }, () => 1),
  method: "t-sne",
  ranges: [],
  quality: [],
  groupIds: null,
  colourBy: "selection",
  sort: { partId: null, descending: true },
  heatmap: 0.6,
});

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

async function keep(
  world: World,
  data: ArtefactData,
  about: string,
  inputs: Record<string, string> = {},
  parameters: Record<string, unknown> = {},
) {
  const derivation: Derivation = {
    stage: data.kind,
    inputs: { about, ...inputs },
    parameters,
    codeVersion: "1",
  };
  const key = artefactKey(derivation);
  await putArtefact(world.services.db, { key, derivation, data });
  return key;
}

/** A photograph as the workers leave it: classified as class 0 (cat) or another, explained, not annotated yet. */
export async function addPhoto(world: World, name: string, classIndex = 0): Promise<string> {
  const { db } = world.services;
  const photo = { projectId: world.projectId, name, sha256: hash(name), bytes: 1, mime: "image/png" };
  const imageId = (await insertPhoto(db, { ...photo, uploadedBy: world.userIds.owner }))!;
  const of = (index: number) => ({
    index,
    name: ["cat", "dog", "car"][index]!,
    score: 3,
    probability: 0.7,
  });
  const thumb = await world.services.blobs.put(Buffer.from(`thumbnail of ${name}`));
  const ingest = {
    kind: "ingest" as const,
    width: 10,
    height: 10,
    display: thumb.sha256,
    thumb: thumb.sha256,
  };
  const predict = { kind: "predict" as const, top: [of(classIndex)], explained: of(0) };
  const segment = { kind: "segment" as const, mask: hash(name), coverage: 0.5, found: [] };
  for (const data of [ingest, predict, segment]) {
    const artefact = await keep(world, data, name);
    await setStage(db, { imageId, stage: data.kind, state: "done", artefactKey: artefact, error: null });
  }
  await explainPhoto(world, imageId);
  return imageId;
}

/** A relevance map of the photograph by the given composite of LRP, as the workers show it. */
export async function explainPhoto(world: World, imageId: string, composite = "epsilon"): Promise<void> {
  const { db } = world.services;
  const method = { method: "lrp", composite, epsilon: 1e-6 };
  const target = { index: 0, name: "cat", score: 3, probability: 0.7 };
  const map = { map: hash("map"), width: 4, height: 4, target, relevanceSum: 1, conservation: 0 };
  const about = `${imageId} ${composite}`;
  const key = await keep(world, { kind: "explain", ...map, ...method }, about, { model: hash("classifier") });
  await setStage(db, { imageId, stage: "explain", state: "done", artefactKey: key, error: null });
}

/** Freezes a revision whose parts have the given mean relevances (null: absent), and gives it its scores. */
export async function addScoredRevision(
  world: World,
  imageId: string,
  means: readonly (number | null)[],
): Promise<string> {
  const { db } = world.services;
  const { projectId } = world;
  const document = (await documentOf(db, { projectId, imageId }))!;
  const { id } = await insertRevision(db, {
    projectId,
    imageId,
    documentId: document.id,
    geometry: {},
    geometryHash: hash(JSON.stringify(means)),
    authorIds: [],
    uptoId: 0,
    createdBy: world.userIds.owner,
  });
  await scoreAnew(world, imageId, id, means);
  return id;
}

/** Scores of a revision from the map, silhouette and parts there are now. */
export async function scoreAnew(
  world: World,
  imageId: string,
  revisionId: string,
  means: readonly (number | null)[],
): Promise<void> {
  const { db } = world.services;
  const { projectId } = world;
  const { explain, segment } = await imageStagesOf(db, { imageId });
  const inputs = { relevance: explain!.artefactKey!, silhouette: segment!.artefactKey! };
  const parts = await listParts(db, { projectId });
  const parameters = {
    parts: parts.map(({ id, kind, priority, position }) => ({ id, kind, priority, position })),
  };
  // Two pixels a part, as an aggregation of a real map would give them.
  const labels = means.flatMap((m, k) => (m === null ? [] : [k, k]));
  const values = means.flatMap((m) => (m === null ? [] : [m, m]));
  const sums = partSums(Float32Array.from(values), Uint8Array.from(labels), means.length);
  const data = { kind: "score" as const, sums, balance: 1 };
  const scoresKey = await keep(world, data, `${revisionId} ${means}`, inputs, parameters);
  await setScores(db, { projectId, revisionId, scoresKey, scoresError: null });
}
