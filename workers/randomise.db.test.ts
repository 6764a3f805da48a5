import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ModelId, ProjectId } from "@/core/domain/ids";
import { modelChecksOf, requestModelCheck } from "@/db/queries/randomisation";
import { createNetworks, type Networks } from "./onnx/networks";
import { showDeath } from "./pipeline/dead-letter";
import { runRandomise } from "./pipeline/run-randomise";
import type { Deps } from "./pipeline/types";
import { curveApart } from "./randomise/apart";
import { stepsOf } from "./randomise/curve";
import { demoPhoto, demoProject } from "./testing/demo";
import { MemoryQueue } from "./testing/queue";
import { createWorld, type World } from "./testing/world";

const attempt = { signal: new AbortController().signal, last: true };
let world: World;
let networks: Networks;
let deps: Deps;
let queue: MemoryQueue;
let projectId: ProjectId;
let modelId: ModelId;

beforeEach(async () => {
  world = await createWorld();
  networks = createNetworks(world.blobs, { threads: 2, cacheDir: path.join(world.directory, "cache") });
  queue = new MemoryQueue();
  deps = { db: world.database.db, blobs: world.blobs, queue, networks };
  const project = await demoProject(world);
  projectId = project.projectId;
  modelId = project.classifierId as ModelId;
});
afterEach(async () => {
  await networks?.close();
  await world?.close();
});

async function upload(index: number) {
  const imageId = await demoPhoto(world, projectId, index);
  await queue.enqueue(deps.db, "ingest", { projectId, imageId });
  return queue.drain(deps);
}
const check = async () => (await modelChecksOf(deps.db))[0];

test("made once, when a project's fourth photograph is explained, with the demo network: its maps forget", async () => {
  for (const index of [0, 1, 2]) await upload(index);
  expect(await check()).toBeUndefined();
  expect(await upload(3)).toContain("randomise done");
  const { state, result } = (await check())!;
  expect(state).toBe("done");
  expect(result!.photos).toBe(4);
  expect(result!.curve.map((p) => p.layers)).toEqual(stepsOf(result!.layers, 8));
  // The trained network against itself would be 1; with every layer random little is left.
  const last = result!.curve.at(-1)!;
  expect(last.layers).toBe(result!.layers);
  expect(Math.abs(last.similarity)).toBeLessThan(0.3);
  for (const point of result!.curve) {
    expect(Math.abs(point.similarity)).toBeLessThanOrEqual(1);
    expect(Math.abs(point.magnitudes)).toBeLessThanOrEqual(1);
  }
  console.log(result!.curve.map((p) => `${p.layers}: ${p.similarity.toFixed(2)} ${p.magnitudes.toFixed(2)}`));
  expect(await upload(4)).not.toContain("randomise done");
  // On request again: the same network and photographs are a look-up.
  const { rows } = await world.database.pool.query(
    "select count(*)::int as n from artefacts where stage = 'randomise'",
  );
  await rm(path.join(world.directory, "blobs"), { recursive: true });
  expect(await runRandomise(deps, { projectId, modelId }, attempt)).toBe("done");
  expect(rows).toEqual([{ n: 1 }]);
  expect((await check())!.result).toEqual(result);
}, 120_000);

test("without an explained photograph it says what is missing; a death is told", async () => {
  await requestModelCheck(deps.db, { modelId });
  expect(await runRandomise(deps, { projectId, modelId }, attempt)).toBe("failed");
  expect((await check())!.error).toContain("None of the project’s photographs");
  await requestModelCheck(deps.db, { modelId, again: true });
  await showDeath(deps, "randomise", { projectId, modelId });
  expect(await check()).toMatchObject({ state: "failed", error: expect.stringContaining("memory") });
});

test("steps: every layer of a small network, spread over a deep one, the last always all", () => {
  expect(stepsOf(3, 8)).toEqual([1, 2, 3]);
  expect(stepsOf(50, 8)).toEqual([1, 8, 15, 22, 29, 36, 43, 50]);
  expect(stepsOf(0, 8)).toEqual([]);
});

test("the process apart: what it cannot read is a refusal, and it can be stopped", async () => {
  const image = { input: new Float32Array(3), target: 0, trained: new Float32Array(1) };
  const request = {
    file: path.join(world.directory, "none.onnx"),
    digest: "0",
    compile: {},
    steps: 8,
    seed: 1,
    images: [image],
  };
  await expect(curveApart(request)).rejects.toMatchObject({ code: "unsupported_model" });
  const stop = new AbortController();
  const running = curveApart(request, stop.signal);
  stop.abort();
  await expect(running).rejects.toThrow("without an answer (SIGKILL)");
});
