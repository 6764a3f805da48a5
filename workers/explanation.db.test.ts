import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXPLANATIONS, type Explanation, explanationId, explanationName } from "@/core/domain/explanation";
import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import { findArtefact } from "@/db/queries/artefacts";
import { imageStagesOf } from "@/db/queries/images";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { findModel } from "@/db/queries/models";
import { resetStages } from "@/db/queries/pipeline";
import { updateProject } from "@/db/queries/projects";
import { explainedPhotos } from "@/db/queries/randomisation";
import { findRevision } from "@/db/queries/revisions";
import type { RelevanceData, ScoresData } from "@/db/schema/images";
import { RANDOMISATION, randomisationOf } from "./jobs/randomise";
import { floatsFromBytes } from "./onnx/float-blob";
import type { Deps } from "./pipeline/types";
import { type AnnotatedDemo, annotatedDemo } from "./testing/demo";
import type { MemoryQueue } from "./testing/queue";
import type { World } from "./testing/world";

const INDEX = 3;
const PAPERS: Explanation = { method: "lrp", composite: "epsilon" };
const BOX: Explanation = { method: "lrp", composite: "epsilon-gamma-box" };

let demo: AnnotatedDemo;
let world: World;
let deps: Deps;
let queue: MemoryQueue;
let projectId: ProjectId;
let classifierId: string;
let imageId: ImageId;
let revisionId: RevisionId;

beforeAll(async () => {
  demo = await annotatedDemo(INDEX);
  ({ world, deps, queue, projectId, classifierId, imageId, revisionId } = demo);
  await queue.enqueue(deps.db, "score", { projectId, imageId, revisionId });
  await queue.drain(deps);
  expect(await waiting()).toBe(false);
});
afterAll(async () => {
  await demo?.close();
});

/** As the server does it when the setting changes. Until the workers are through the scores of before wait. */
async function choose(explanation: Explanation) {
  await updateProject(deps.db, { projectId, explanation });
  await resetStages(deps.db, { imageIds: [imageId], stages: ["explain"] });
  expect(await waiting()).toBe(true);
  await queue.enqueue(deps.db, "explain", { projectId, imageId });
  const done = await queue.drain(deps);
  expect(await waiting()).toBe(false);
  return done;
}

async function waiting() {
  const [revision] = await latestRevisions(deps.db, { projectId, imageIds: [imageId] });
  return revision!.waiting;
}

async function shown() {
  const { explain } = await imageStagesOf(deps.db, { imageId });
  const relevance = (await findArtefact(deps.db, { key: explain!.artefactKey! })) as RelevanceData;
  const revision = (await findRevision(deps.db, { projectId, revisionId }))!;
  const scores = (await findArtefact(deps.db, { key: revision.scoresKey! })) as ScoresData;
  const map = floatsFromBytes(await world.blobs.read(relevance.map));
  return { key: explain!.artefactKey!, relevance, revision, scores, map };
}

const artefactCount = async () =>
  (await world.database.pool.query("select count(*)::int as n from artefacts")).rows[0].n as number;

describe("the method a project chooses, with the demo networks", () => {
  test("is LRP-ε until another is chosen; then maps, scores and check follow, and back is a look-up", async () => {
    const before = await shown();
    expect(before.relevance).toMatchObject({ ...PAPERS, epsilon: 1e-6 });

    expect(await choose(BOX)).toEqual(["explain done", "score done", "check done"]);
    const boxed = await shown();
    expect(boxed.relevance).toMatchObject({ ...BOX, epsilon: 1e-6, target: before.relevance.target });
    expect(boxed.relevance.map).not.toBe(before.relevance.map);
    expect(boxed.scores.sums.map((s) => s.n)).toEqual(before.scores.sums.map((s) => s.n));
    // The scores are those of the new map: all parts of one image add up to what lies on it.
    const total = (sums: ScoresData["sums"]) => sums.reduce((sum, s) => sum + s.sum, 0);
    expect(total(boxed.scores.sums)).toBeCloseTo(
      boxed.map.reduce((a, b) => a + b, 0),
      3,
    );
    expect(boxed.revision.checkKey).not.toBe(before.revision.checkKey);

    const made = await artefactCount();
    expect(await choose(PAPERS)).toEqual(["explain done", "score done", "check done"]);
    const again = await shown();
    expect(again.key).toBe(before.key);
    expect(again.revision).toMatchObject({
      scoresKey: before.revision.scoresKey,
      checkKey: before.revision.checkKey,
    });
    expect(await artefactCount()).toBe(made);
  });

  test("the box is that of the network's own pixels", async () => {
    const model = (await findModel(deps.db, { modelId: classifierId }))!;
    await choose(BOX);
    const { key } = await shown();
    const { rows } = await world.database.pool.query("select derivation from artefacts where key = $1", [
      key,
    ]);
    const { low, high } = rows[0].derivation.parameters;
    const { scale, mean, std } = model.inputTransform;
    expect(low).toEqual(mean.map((m, c) => (0 - m) / std[c]!));
    expect(high).toEqual(mean.map((m, c) => (255 * scale - m) / std[c]!));
  });

  test.each(EXPLANATIONS.map((explanation) => [explanationName(explanation), explanation] as const))(
    "%s gives a finite map of its own, and tells how it was made",
    async (_, explanation) => {
      expect(await choose(explanation)).toContain("explain done");
      const { relevance, map } = await shown();
      expect(map.every(Number.isFinite)).toBe(true);
      expect(map.some((v) => v !== 0)).toBe(true);
      expect(explanationId(relevance)).toBe(explanationId(explanation));
      if (explanation.method === "lrp") {
        expect(relevance.conservation! + relevance.absorbed!).toBeCloseTo(0, 2);
      } else {
        expect(relevance).toMatchObject({ composite: null, epsilon: null, absorbed: null });
      }
      expect(relevance.conservation === null).toBe(explanation.method === "grad-cam");
    },
  );

  test("the randomisation check compares maps of LRP-ε, whatever the project has chosen", async () => {
    const model = (await findModel(deps.db, { modelId: classifierId }))!;
    const curve = async () => {
      const photos = await explainedPhotos(deps.db, { projectId, model: model.sha256, limit: 1 });
      return (await randomisationOf(deps, model, photos)).curve;
    };
    await choose(PAPERS);
    const papers = await curve();
    await choose({ method: "grad-cam" });
    const other = await curve();
    expect(other).toHaveLength(Math.min(RANDOMISATION.steps, papers.length));
    other.forEach((point, i) => {
      expect(point.similarity).toBeCloseTo(papers[i]!.similarity, 5);
      expect(point.magnitudes).toBeCloseTo(papers[i]!.magnitudes, 5);
    });
  }, 120_000);
});
