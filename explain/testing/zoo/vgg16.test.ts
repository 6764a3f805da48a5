import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { balance, partScores, sumChannels } from "../../measures";
import type { CompileOptions } from "../../options";
import { normalArray } from "../../random";
import { createExplainer, readModelFile } from "../../runtime/index";
import { relativeL2 } from "../run";
import { parameterCount } from "./check";
import { IMAGE_SEED, ZOO } from "./networks";

/** Made by Zennit in float64 from the same weights; see goldens/zoo.py. */
const GOLDEN = path.resolve(import.meta.dirname, "../../goldens/vgg16");
const { target, block, values } = JSON.parse(readFileSync(`${GOLDEN}.json`, "utf8")) as {
  target: number;
  block: number;
  values: Record<string, [number, number]>;
};
const numbers = new Float32Array(Uint8Array.from(readFileSync(`${GOLDEN}.bin`)).buffer);
const golden = (key: string) => numbers.subarray(values[key]![0], values[key]![0] + values[key]![1]);

const SIDE = ZOO["VGG-16"].side;
const image = normalArray(3 * SIDE * SIDE, IMAGE_SEED);

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Sums over squares of `block` pixels. */
function blockSums(map: Float32Array): Float32Array {
  const across = SIDE / block;
  const sums = new Float32Array(across * across);
  map.forEach((v, i) => {
    const [y, x] = [Math.floor(i / SIDE), i % SIDE];
    sums[Math.floor(y / block) * across + Math.floor(x / block)]! += v;
  });
  return sums;
}

/** Six parts of different sizes: three rows, each cut once, further right in each row. */
const labels = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
  const [row, x] = [Math.floor((3 * Math.floor(i / SIDE)) / SIDE), i % SIDE];
  return 2 * row + Number(x >= 60 + 40 * row);
});

describe("VGG-16 at full size, weights in a file of their own", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "explain-vgg16-"));
  const file = path.join(folder, "model.onnx");
  beforeAll(() => {
    const fd = openSync(file, "w");
    for (const chunk of ZOO["VGG-16"].build()) writeSync(fd, chunk);
    closeSync(fd);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function explained(options: CompileOptions) {
    const explainer = await createExplainer(file, { ...options, threads: 2, digest: "vgg16" });
    const { logits, relevance } = await explainer.explain(image, [target]);
    await explainer.dispose();
    return { logits, map: sumChannels(relevance, 3) };
  }

  it("W1 has the published number of parameters", () => {
    expect(parameterCount(readModelFile(file, { digest: "vgg16" }))).toBe(ZOO["VGG-16"].parameters);
  });

  it("W2 has as gradient times input what Zennit has as LRP-ε", { timeout: 180_000 }, async () => {
    const { map } = await explained({ method: "gradient-x-input" });
    expect(relativeL2(map, golden("epsilon"))).toBeLessThan(1e-2);
  });

  it("Z2 has Zennit's relevance under LRP-ε, and its scores of parts", { timeout: 180_000 }, async () => {
    const { logits, map } = await explained({});
    expect(relativeL2(logits, golden("scores"))).toBeLessThan(1e-5);
    expect(relativeL2(map, golden("epsilon"))).toBeLessThan(5e-3);
    expect(cosine(map, golden("epsilon"))).toBeGreaterThan(0.9999);
    const [found, expected] = [partScores(map, labels), partScores(golden("epsilon"), labels)];
    // Where the parts cancel, shares of their sum mean little; here they do not.
    expect(balance(expected.map((p) => p.mean))).toBeGreaterThan(0.1);
    expect(expected.length).toBe(6);
    expect(found.map((p) => p.pixels)).toEqual(expected.map((p) => p.pixels));
    const apart = found.map((p, i) => Math.abs(p.score - expected[i]!.score)).sort((a, b) => b - a);
    // Float32 exchanges the two first of one pool's window (99 % of the map's error lies around pixel 156, 172), and what flows to
    // the second meets other biases: its part alone is off by 1.2e-5.
    expect(apart[0]).toBeLessThan(2e-5);
    expect(apart[1]).toBeLessThan(1e-5);
  });

  it("Z2 has Zennit's relevance under ε-plus, summed over squares", { timeout: 180_000 }, async () => {
    const { map } = await explained({ composite: "epsilon-plus" });
    expect(relativeL2(blockSums(map), golden("epsilon-plus"))).toBeLessThan(5e-3);
  });
});
