import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { balance, partScores, sumChannels } from "../../measures";
import type { CompileOptions } from "../../options";
import { normalArray } from "../../random";
import { createExplainer } from "../../runtime/index";
import { relativeL2 } from "../run";
import { IMAGE_SEED, ZOO, type ZooName } from "./networks";

/** What Zennit makes of a network in float64, from the same weights; written by goldens/zoo.py. */
interface Golden {
  readonly target: number;
  readonly block: number;
  /** An ε beside which float32's rounding is nothing. */
  readonly calm: number;
  readonly cuts: readonly number[];
  /** Neurons of which float32 cannot tell whether they are on, and how far each moves the score of every part. */
  readonly undecided: readonly { readonly parts: readonly number[] }[];
  readonly vector: (key: string) => Float32Array;
}

function readGolden(name: string): Golden {
  const file = path.resolve(import.meta.dirname, "../../goldens", name);
  const { values, ...rest } = JSON.parse(readFileSync(`${file}.json`, "utf8")) as Golden & {
    readonly values: Record<string, [at: number, length: number]>;
  };
  const numbers = new Float32Array(Uint8Array.from(readFileSync(`${file}.bin`)).buffer);
  return { ...rest, vector: (key) => numbers.subarray(values[key]![0], values[key]![0] + values[key]![1]) };
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Sums over squares of `block` pixels. */
function blockSums(map: Float32Array, side: number, block: number): Float32Array {
  const across = side / block;
  const sums = new Float32Array(across * across);
  map.forEach((v, i) => {
    const [y, x] = [Math.floor(i / side), i % side];
    sums[Math.floor(y / block) * across + Math.floor(x / block)]! += v;
  });
  return sums;
}

/** Parts of different sizes: rows of equal height, each cut once. */
const partLabels = (side: number, cuts: readonly number[]) =>
  Uint8Array.from({ length: side * side }, (_, i) => {
    const row = Math.floor((cuts.length * Math.floor(i / side)) / side);
    return 2 * row + Number(i % side >= cuts[row]!);
  });

/** Holds a network at published size, its weights in a file of their own, to rule Z2 of SPEC.md. Gives the file's path. */
export function itHasZennitsRelevance(network: ZooName, goldenName: string): string {
  const { side, build } = ZOO[network];
  const { target, block, calm, cuts, undecided, vector } = readGolden(goldenName);
  const image = normalArray(3 * side * side, IMAGE_SEED);
  const folder = mkdtempSync(path.join(tmpdir(), `explain-${goldenName}-`));
  const file = path.join(folder, "model.onnx");
  beforeAll(() => {
    const fd = openSync(file, "w");
    for (const chunk of build()) writeSync(fd, chunk);
    closeSync(fd);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function explained(options: CompileOptions) {
    const explainer = await createExplainer(file, { ...options, threads: 2, digest: goldenName });
    const { logits, relevance } = await explainer.explain(image, [target]);
    await explainer.dispose();
    return { logits, map: sumChannels(relevance, 3) };
  }

  /** How far the score of every part is from Zennit's. */
  function apart(map: Float32Array, expectedMap: Float32Array): number[] {
    const labels = partLabels(side, cuts);
    const [found, expected] = [partScores(map, labels), partScores(expectedMap, labels)];
    expect(expected.length).toBe(2 * cuts.length);
    // Where the parts cancel, shares of their sum mean little; here they do not.
    expect(balance(expected.map((p) => p.mean))).toBeGreaterThan(0.1);
    expect(found.map((p) => p.pixels)).toEqual(expected.map((p) => p.pixels));
    return found.map((p, i) => Math.abs(p.score - expected[i]!.score));
  }

  const slow = { timeout: 180_000 };

  it("W2 has as gradient times input what Zennit has as LRP-ε", slow, async () => {
    const { map } = await explained({ method: "gradient-x-input" });
    expect(relativeL2(map, vector("epsilon"))).toBeLessThan(1e-2);
  });

  it("Z2 has Zennit's scores, relevance and part scores under LRP-ε of a calm ε", slow, async () => {
    const { logits, map } = await explained({ epsilon: calm, stabilizer: calm });
    expect(relativeL2(logits, vector("scores"))).toBeLessThan(1e-5);
    expect(relativeL2(map, vector("calm"))).toBeLessThan(1e-4);
    expect(Math.max(...apart(map, vector("calm")))).toBeLessThan(1e-6);
  });

  it("Z2 is as near to Zennit under LRP-ε as float32's undecided neurons allow", slow, async () => {
    const { map } = await explained({});
    expect(relativeL2(map, vector("epsilon"))).toBeLessThan(5e-3);
    expect(cosine(map, vector("epsilon"))).toBeGreaterThan(0.9999);
    for (const [part, off] of apart(map, vector("epsilon")).entries()) {
      const moved = undecided.reduce((sum, neuron) => sum + neuron.parts[part]!, 0);
      expect(off, `part ${part}`).toBeLessThan(1e-6 + moved);
    }
  });

  it("Z2 has Zennit's relevance under ε-plus, summed over squares", slow, async () => {
    const { map } = await explained({ composite: "epsilon-plus" });
    expect(relativeL2(blockSums(map, side, block), vector("epsilon-plus"))).toBeLessThan(2e-5);
  });
  return file;
}
