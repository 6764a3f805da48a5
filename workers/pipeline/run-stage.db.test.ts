import { rm } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import type { ImageStage } from "@/core/domain/pipeline";
import { CHANNELS, type Listener, listen, publish } from "@/db/notify";
import { findArtefact } from "@/db/queries/artefacts";
import { insertRevision } from "@/db/queries/freeze";
import { failedImages } from "@/db/queries/image-overview";
import { imageStagesOf, lockImageStages, setStage } from "@/db/queries/images";
import { findModel } from "@/db/queries/models";
import { documentOf } from "@/db/queries/photos";
import { resetStages } from "@/db/queries/pipeline";
import { updateProject } from "@/db/queries/projects";
import { findRevision } from "@/db/queries/revisions";
import { artefacts, images } from "@/db/schema/images";
import { projects } from "@/db/schema/projects";
import { explain } from "../jobs/explain";
import { ingest } from "../jobs/ingest";
import { predict } from "../jobs/predict";
import { FakeNetworks, TEST_TRANSFORM } from "../testing/networks";
import { MemoryQueue } from "../testing/queue";
import { createWorld, type World } from "../testing/world";
import { showDeath } from "./dead-letter";
import { runScore } from "./run-score";
import { runStage } from "./run-stage";
import type { Deps } from "./types";

let world: World;
let deps: Deps;
let queue: MemoryQueue;
let networks: FakeNetworks;
let projectId: ProjectId;
let imageId: ImageId;
let listener: Listener;
let events: Record<string, unknown>[];

const photo = (level = 90) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: level, g: 20, b: 200 } } })
    .png()
    .toBuffer();
const classifier = (bytes: string) =>
  world.addModel({
    kind: "classifier",
    bytes: Buffer.from(bytes),
    classNames: ["dog", "cat", "car"],
    transform: TEST_TRANSFORM,
  });
const attempt = { signal: new AbortController().signal, last: true };
const job = () => ({ projectId, imageId });
const stages = () => imageStagesOf(deps.db, { imageId });

beforeEach(async () => {
  world = await createWorld();
  queue = new MemoryQueue();
  networks = new FakeNetworks();
  deps = { db: world.database.db, blobs: world.blobs, queue, networks };
  const segmenterId = await world.addModel({
    kind: "segmenter",
    bytes: Buffer.from("segmenter"),
    classNames: ["background", "animal"],
    transform: TEST_TRANSFORM,
  });
  projectId = await world.addProject({
    classifierId: await classifier("one"),
    segmenterId,
    targetClasses: [1],
  });
  imageId = await world.addPhoto(projectId, "a.png", await photo(), "image/png");
  events = [];
  listener = await listen(
    world.database.url,
    CHANNELS.project,
    (text) => void events.push(JSON.parse(text).event),
  );
});
afterEach(async () => {
  await listener.close();
  await world.close();
});

async function drain() {
  await queue.enqueue(deps.db, "ingest", job());
  return queue.drain(deps);
}

/** Events so far, once everything sent before has arrived. */
async function seen() {
  const marker = String(events.length + Math.random());
  await publish(deps.db, CHANNELS.project, JSON.stringify({ projectId, event: { marker } }));
  while (!events.some((e) => e.marker === marker)) await new Promise((resolve) => setTimeout(resolve, 5));
  return events.filter((e) => e.marker === undefined);
}

async function freeze(): Promise<RevisionId> {
  const document = await documentOf(deps.db, job());
  const { id } = await insertRevision(deps.db, {
    ...job(),
    documentId: document!.id,
    geometry: { format: 1, shapes: [], absent: [], silhouette: [] },
    geometryHash: "0".repeat(64),
    authorIds: [],
    uptoId: 0,
    createdBy: world.userId,
  });
  return id as RevisionId;
}

describe("the pipeline", () => {
  test("one upload leads through all stages, each told once", async () => {
    expect(await drain()).toEqual(["ingest done", "predict done", "segment done", "explain done"]);
    expect(await stages()).toMatchObject({
      ingest: { state: "done" },
      predict: { state: "done" },
      segment: { state: "done" },
      explain: { state: "done" },
    });
    const told = (await seen()).map((e) => `${e.stage} ${e.state}`);
    expect(told).toEqual(["ingest done", "predict done", "segment done", "explain done"]);
  });

  test("the same job again computes nothing, shows nothing, enqueues nothing", async () => {
    await drain();
    const before = [networks.runs, (await seen()).length];
    for (const definition of [ingest, predict, explain])
      expect(await runStage(deps, definition, job(), attempt)).toBe("unchanged");
    expect([networks.runs, (await seen()).length]).toEqual(before);
    expect(queue.jobs).toEqual([]);
  });

  test("the same photograph in another project is a look-up", async () => {
    await drain();
    const runs = networks.runs;
    const [project] = await deps.db.select().from(projects);
    const other = await world.addProject({
      classifierId: project!.classifierId,
      segmenterId: project!.segmenterId,
      targetClasses: [1],
    });
    const id = await world.addPhoto(other, "copy.png", await photo(), "image/png");
    await queue.enqueue(deps.db, "ingest", { projectId: other, imageId: id });
    expect(await queue.drain(deps)).toEqual(["ingest done", "predict done", "segment done", "explain done"]);
    expect(networks.runs).toBe(runs);
  });

  test("two workers with the same job at once: it is seen once", async () => {
    await queue.enqueue(deps.db, "ingest", job());
    await queue.drain(deps);
    await resetStages(deps.db, { imageIds: [imageId], stages: ["predict", "explain"] });
    await seen();
    events.length = 0;
    const outcomes = await Promise.all([1, 2, 3].map(() => runStage(deps, predict, job(), attempt)));
    expect(outcomes.sort()).toEqual(["done", "unchanged", "unchanged"]);
    expect((await seen()).filter((e) => e.stage === "predict" && e.state === "done")).toHaveLength(1);
    expect(queue.jobs.map((j) => j.name)).toEqual(["explain"]);
  });

  test("a network chosen while the old one is running: the old result is kept but never shown", async () => {
    await drain();
    const other = await classifier("two");
    await resetStages(deps.db, { imageIds: [imageId], stages: ["predict", "explain"] });
    await deps.db.delete(artefacts).where(eq(artefacts.stage, "predict"));
    networks.beforeRun = async () => {
      networks.beforeRun = null;
      await updateProject(deps.db, { projectId, classifierId: other });
    };
    const runs = networks.runs;
    expect(await runStage(deps, predict, job(), attempt)).toBe("done");
    expect(networks.runs).toBe(runs + 2);
    const kept = await deps.db.select().from(artefacts).where(eq(artefacts.stage, "predict"));
    expect(kept).toHaveLength(2);
    const key = (await stages()).predict!.artefactKey;
    const inputs = kept.find((a) => a.key === key)!.derivation.inputs as { model: string };
    const model = await findModel(deps.db, { modelId: other });
    expect(inputs.model).toBe(model!.sha256);
  });

  test("lost files are made again under the same key", async () => {
    await drain();
    const key = (await stages()).ingest!.artefactKey!;
    await rm(path.join(world.directory, "blobs"), { recursive: true });
    await world.blobs.put(await photo());
    expect(await runStage(deps, ingest, job(), attempt)).toBe("unchanged");
    const data = await findArtefact(deps.db, { key });
    expect(data?.kind === "ingest" && (await world.blobs.has(data.display))).toBe(true);
  });

  test("an image removed meanwhile is nobody's fault", async () => {
    await deps.db.delete(images).where(eq(images.id, imageId));
    expect(await drain()).toEqual(["ingest gone"]);
  });
});

describe("failures", () => {
  test("a damaged photograph fails at once, is named, and everything after it is told", async () => {
    const bytes = (await photo()).subarray(0, 60);
    imageId = await world.addPhoto(projectId, "broken.png", bytes, "image/png");
    await queue.enqueue(deps.db, "ingest", job());
    expect(await queue.drain(deps)).toEqual(["ingest failed"]);
    // Four stages are lost, one photograph is.
    expect(await failedImages(deps.db, { projectId })).toBe(1);
    const rows = await stages();
    expect(rows.ingest).toMatchObject({
      state: "failed",
      error: expect.stringContaining("“broken.png” is damaged"),
    });
    for (const stage of ["predict", "segment", "explain"] as ImageStage[]) {
      expect(rows[stage]).toMatchObject({
        state: "failed",
        error: expect.stringMatching(
          /^Not done, because reading the photograph failed\. “broken\.png” is damaged/,
        ),
      });
    }
  });

  test("an unforeseen error goes back to waiting, and only the last attempt fails, without its insides", async () => {
    await drain();
    await resetStages(deps.db, { imageIds: [imageId], stages: ["predict", "explain"] });
    await deps.db.delete(artefacts).where(eq(artefacts.stage, "predict"));
    networks.beforeRun = async () => {
      throw new Error("password=hunter2");
    };
    await expect(runStage(deps, predict, job(), { ...attempt, last: false })).rejects.toThrow("hunter2");
    expect((await stages()).predict).toMatchObject({ state: "waiting", error: null });
    await expect(runStage(deps, predict, job(), attempt)).rejects.toThrow("hunter2");
    const rows = await stages();
    expect(rows.predict!.state).toBe("failed");
    expect(rows.predict!.error).toMatch(/^Something went wrong while classifying/);
    expect(rows.explain).toMatchObject({ state: "failed", error: expect.not.stringContaining("hunter2") });

    networks.beforeRun = null;
    await resetStages(deps.db, { imageIds: [imageId], stages: ["predict"] });
    await queue.enqueue(deps.db, "predict", job());
    expect(await queue.drain(deps)).toEqual(["predict done", "explain done"]);
    expect((await stages()).explain).toMatchObject({ state: "done", error: null });
  });

  test("a project without a classifier says so, and recovers when it has one", async () => {
    const [row] = await deps.db.select().from(projects);
    await updateProject(deps.db, { projectId, classifierId: null });
    expect(await drain()).toEqual(["ingest done", "predict failed", "segment done"]);
    expect((await stages()).predict!.error).toContain("no classifier yet");
    await updateProject(deps.db, { projectId, classifierId: row!.classifierId });
    await queue.enqueue(deps.db, "predict", job());
    expect(await queue.drain(deps)).toEqual(["predict done", "explain done"]);
  });

  test("a job whose worker died every time is said to have failed; one that ended is left alone", async () => {
    await drain();
    await showDeath(deps, "explain", job());
    expect((await stages()).explain!.state).toBe("done");
    await resetStages(deps.db, { imageIds: [imageId], stages: ["explain"] });
    await showDeath(deps, "explain", job());
    expect((await stages()).explain).toMatchObject({
      state: "failed",
      error: expect.stringContaining("memory"),
    });
  });
});

describe("scores", () => {
  test("a revision frozen before its inputs exist is scored when the last of them is there, and told once", async () => {
    const revisionId = await freeze();
    await queue.enqueue(deps.db, "score", { ...job(), revisionId });
    expect(await queue.drain(deps)).toEqual(["score waiting"]);
    const outcomes = await drain();
    expect(outcomes.filter((o) => o === "score done")).toHaveLength(1);
    expect((await findRevision(deps.db, { projectId, revisionId }))!.scoresKey).not.toBeNull();
    expect((await seen()).filter((e) => e.type === "scores")).toEqual([
      { type: "scores", imageId, revisionId },
    ]);
  });

  test("not lost when the relevance is committed in the very moment the score job looks", async () => {
    await drain();
    await resetStages(deps.db, { imageIds: [imageId], stages: ["explain"] });
    const revisionId = await freeze();
    let scoring: Promise<unknown> = Promise.resolve();
    await deps.db.transaction(async (tx) => {
      // As a worker that has looked for revisions already and is about to commit.
      await lockImageStages(tx, { imageId }, "update");
      scoring = runScore(deps, { ...job(), revisionId }, attempt);
      await new Promise((resolve) => setTimeout(resolve, 150));
      const { key } = (await tx.select().from(artefacts).where(eq(artefacts.stage, "explain")))[0]!;
      await setStage(tx, { imageId, stage: "explain", state: "done", artefactKey: key, error: null });
    });
    expect(await scoring).toBe("done");
  });

  test("without a segmenter the drawn shapes count whole", async () => {
    await updateProject(deps.db, { projectId, segmenterId: null });
    const revisionId = await freeze();
    const outcomes = await drain();
    expect(outcomes).toContain("segment failed");
    expect(outcomes.filter((o) => o.startsWith("score"))).toEqual(["score done", "score unchanged"]);
    expect((await findRevision(deps.db, { projectId, revisionId }))!.scoresError).toBeNull();
  });

  test("when the relevance fails, the revision says why, and has its scores after a retry", async () => {
    const revisionId = await freeze();
    networks.explainError = new Error("out of memory");
    await drain().catch(() => undefined);
    await queue.drain(deps);
    const failed = await findRevision(deps.db, { projectId, revisionId });
    expect(failed).toMatchObject({
      scoresKey: null,
      scoresError: expect.stringContaining("because explaining the decision failed"),
    });
    networks.explainError = null;
    await resetStages(deps.db, { imageIds: [imageId], stages: ["explain"] });
    await queue.enqueue(deps.db, "explain", job());
    expect(await queue.drain(deps)).toEqual(["explain done", "score done", "check done"]);
    expect((await findRevision(deps.db, { projectId, revisionId }))!.scoresError).toBeNull();
  });
});
