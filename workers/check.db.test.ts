import { readFile } from "node:fs/promises";
import { createExplainer } from "@partwise/explain/runtime";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { includedParts } from "@/core/analysis/parts/included";
import { contributionScores } from "@/core/analysis/scores/contribution";
import { partFaithfulness } from "@/core/analysis/scores/faithfulness";
import type { ImageId, ProjectId, RevisionId } from "@/core/domain/ids";
import { findArtefact } from "@/db/queries/artefacts";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { findModel } from "@/db/queries/models";
import { listParts, replaceParts } from "@/db/queries/projects";
import { findRevision, setCheck } from "@/db/queries/revisions";
import type { RelevanceData } from "@/db/schema/images";
import { artefacts } from "@/db/schema/images";
import { demoPhotoUrl } from "@/demo/collection";
import { labelRaster } from "./jobs/score";
import type { Networks } from "./onnx/networks";
import { preprocess } from "./onnx/preprocess";
import { decodePhoto } from "./photo/decode";
import { showDeath } from "./pipeline/dead-letter";
import { runCheck } from "./pipeline/run-check";
import { runScore } from "./pipeline/run-score";
import { scoreInputs } from "./pipeline/score-inputs";
import type { Deps } from "./pipeline/types";
import { type AnnotatedDemo, annotatedDemo } from "./testing/demo";
import type { MemoryQueue } from "./testing/queue";
import type { World } from "./testing/world";

const INDEX = 3;
const attempt = { signal: new AbortController().signal, last: true };

let demo: AnnotatedDemo;
let world: World;
let networks: Networks;
let deps: Deps;
let queue: MemoryQueue;
let projectId: ProjectId;
let classifierId: string;
let imageId: ImageId;
let revisionId: RevisionId;
const job = () => ({ projectId, imageId, revisionId });

beforeEach(async () => {
  demo = await annotatedDemo(INDEX);
  ({ world, networks, deps, queue, projectId, classifierId, imageId, revisionId } = demo);
});
afterEach(async () => {
  await demo?.close();
});

const score = async () => {
  await queue.enqueue(deps.db, "score", job());
  return queue.drain(deps);
};
const checkOf = async () => {
  const [revision] = await latestRevisions(deps.db, { projectId, imageIds: [imageId] });
  return revision?.check?.kind === "check" ? revision.check : null;
};

/** Written again from its description: three box means along rows and columns, the edge repeated, every sum anew. */
function slowBlur(plane: Float32Array, side: number, radius: number): Float32Array {
  const along = (source: Float32Array, dx: number, dy: number) =>
    source.map((_, i) => {
      const [x, y] = [i % side, Math.floor(i / side)];
      const clamp = (v: number) => Math.min(side - 1, Math.max(0, v));
      let sum = 0;
      for (let k = -radius; k <= radius; k++) sum += source[clamp(y + k * dy) * side + clamp(x + k * dx)]!;
      return sum / (2 * radius + 1);
    });
  let result = plane;
  for (let round = 0; round < 3; round++) result = along(along(result, 1, 0), 0, 1);
  return result;
}

describe("the check of a revision, with the demo networks", () => {
  test("follows the scores, and its drops are those of photographs blurred by hand", async () => {
    expect(await score()).toEqual(["score done", "check done"]);
    const check = (await checkOf())!;
    const inputs = await deps.db.transaction((tx) => scoreInputs(tx, job()));
    if (typeof inputs === "string" || "error" in inputs) throw new Error("no inputs");
    const labels = await labelRaster(world.blobs, inputs);
    const input = preprocess(await decodePhoto(await readFile(demoPhotoUrl(INDEX)), "a"), inputs.transform);
    const side = 224;
    const area = side * side;
    const blurred = [0, 1, 2].map((c) => slowBlur(input.slice(c * area, (c + 1) * area), side, side / 16));

    const model = (await findModel(deps.db, { modelId: classifierId }))!;
    const explainer = await createExplainer(world.blobs.path(model.sha256), { threads: 2 });
    const target = inputs.relevance.target.index;
    const whole = (await explainer.predict(input))[target]!;
    expect(whole).toBeCloseTo(inputs.relevance.target.score, 3);
    expect(check.drops).toHaveLength(7);
    for (const [k, drop] of check.drops.entries()) {
      const pixels = labels.filter((l) => l === k).length;
      if (pixels === 0) {
        expect(drop).toBeNull();
        continue;
      }
      const without = input.map((v, i) =>
        labels[i % area] === k ? blurred[Math.floor(i / area)]![i % area]! : v,
      );
      expect(drop).toBeCloseTo(whole - (await explainer.predict(without))[target]!, 3);
    }
    await explainer.dispose();
    expect(check.drops.filter((d) => d !== null).length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...check.drops.map((d) => Math.abs(d ?? 0)))).toBeGreaterThan(0.1);

    const [revision] = await latestRevisions(deps.db, { projectId, imageIds: [imageId] });
    const sums = revision!.scores?.kind === "score" ? revision!.scores.sums : [];
    const { scores } = contributionScores(sums, {
      normalisation: "per-sign",
      include: includedParts(inputs.parts, true),
    });
    const found = partFaithfulness(scores, check.drops);
    expect(found.parts).toBe(check.drops.filter((d) => d !== null).length);
    expect(found.rho).not.toBeNull();
  });

  test("what the biases took and the conservation add up to nothing", async () => {
    const [row] = await deps.db.select().from(artefacts).where(eq(artefacts.stage, "explain"));
    const { conservation, absorbed } = row!.data as RelevanceData;
    expect(Math.abs(absorbed!)).toBeGreaterThan(0.01);
    expect(conservation! + absorbed!).toBeCloseTo(0, 3);
  });

  test("is a look-up the second time, and is made again for other scores", async () => {
    await score();
    expect(await runCheck(deps, job(), attempt)).toBe("unchanged");
    const before = (await findRevision(deps.db, job()))!;
    const parts = await listParts(deps.db, { projectId });
    await replaceParts(deps.db, {
      projectId,
      drafts: parts.map((part) => ({ ...part, priority: part.name === "Nose" ? 1 : part.priority })),
    });
    // The scores shown are no longer those that would be made now: nothing to check yet.
    expect(await runCheck(deps, job(), attempt)).toBe("waiting");
    expect(await score()).toEqual(["score done", "check done"]);
    const after = (await findRevision(deps.db, job()))!;
    expect(after.checkKey).not.toBe(before.checkKey);
    expect(await findArtefact(deps.db, { key: before.checkKey! })).not.toBeNull();
  });

  test("the check of scores that are replaced is not shown beside the new ones", async () => {
    await score();
    expect(await checkOf()).not.toBeNull();
    const parts = await listParts(deps.db, { projectId });
    await replaceParts(deps.db, { projectId, drafts: parts.map((part) => ({ ...part, priority: 7 })) });
    const enqueued: string[] = [];
    const silent = { ...queue, enqueue: async (_: unknown, name: string) => void enqueued.push(name) };
    expect(await runScore({ ...deps, queue: silent as unknown as MemoryQueue }, job(), attempt)).toBe("done");
    expect(enqueued).toEqual(["check"]);
    expect(await checkOf()).toBeNull();
  });

  test("a network that fails says so under the check, not under the scores", async () => {
    deps = { ...deps, networks: { ...networks, partDrops: () => Promise.reject(new Error("no memory")) } };
    await queue.enqueue(deps.db, "score", job());
    await expect(queue.drain(deps)).rejects.toThrow("no memory");
    const failed = (await findRevision(deps.db, job()))!;
    expect(failed.scoresError).toBeNull();
    expect(failed.scoresKey).not.toBeNull();
    expect(failed.checkError).toContain("checking the scores");
  });

  test("a worker that died each time over a check is said to have", async () => {
    await score();
    await showDeath(deps, "check", job());
    expect((await findRevision(deps.db, job()))!.checkError).toBeNull();
    await setCheck(deps.db, { ...job(), checkKey: null, checkError: null });
    await showDeath(deps, "check", job());
    expect((await findRevision(deps.db, job()))!.checkError).toContain("memory");
  });
});
