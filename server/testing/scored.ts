import { createHash } from "node:crypto";
import { partSums } from "@/core/analysis/scores/part-sums";
import type { Derivation } from "@/core/domain/pipeline";
import { artefactKey, putArtefact } from "@/db/queries/artefacts";
import { insertRevision } from "@/db/queries/freeze";
import { setStage } from "@/db/queries/images";
import { documentOf, insertPhoto } from "@/db/queries/photos";
import { setScores } from "@/db/queries/revisions";
import type { ArtefactData } from "@/db/schema/images";
import type { World } from "./world";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");

async function keep(world: World, data: ArtefactData, about: string, inputs: Record<string, string> = {}) {
  const derivation: Derivation = {
    stage: data.kind,
    inputs: { about, ...inputs },
    parameters: {},
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
  for (const data of [ingest, predict]) {
    const artefact = await keep(world, data, name);
    await setStage(db, { imageId, stage: data.kind, state: "done", artefactKey: artefact, error: null });
  }
  return imageId;
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
  const model = hash("classifier");
  const method = { method: "lrp", composite: "epsilon", epsilon: 1e-6 };
  const target = { index: 0, name: "cat", score: 3, probability: 0.7 };
  const map = { map: hash("map"), width: 4, height: 4, target, relevanceSum: 1, conservation: 0 };
  const relevance = await keep(world, { kind: "explain", ...map, ...method }, imageId, { model });
  // Two pixels a part, as an aggregation of a real map would give them.
  const labels = means.flatMap((m, k) => (m === null ? [] : [k, k]));
  const values = means.flatMap((m) => (m === null ? [] : [m, m]));
  const sums = partSums(Float32Array.from(values), Uint8Array.from(labels), means.length);
  const scores = await keep(world, { kind: "score", sums, balance: 1 }, `${id} ${means}`, { relevance });
  await setScores(db, { projectId, revisionId: id as never, scoresKey: scores, scoresError: null });
  return id;
}
