import { createExplainer, type Explainer } from "@partwise/explain/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sumChannels } from "@/explain/measures";
import { normalArray } from "@/explain/random";
import { ModelBuilder } from "@/explain/testing/model-builder";
import { DEMO_CLASSES } from "../../generator/classes";
import {
  type Explanations,
  explainImage,
  fillLattice,
  mapOfParts,
  type PreparedImage,
  randomMap,
  rivalOf,
} from "./explain-image";
import { SIDE } from "./intervene";
import { EVALUATED } from "./methods";
import { randomisationCheck } from "./randomisation";
import { drops, FILL_NAMES, shapleyValues } from "./record";

/*
 * A linear classifier: what each part is worth is Σ w x over its pixels, exactly, and taking parts away by the mean colour
 * (here 0 in every channel) takes exactly that. Gradient × input, integrated gradients and Shapley values have to find it.
 */
const AREA = SIDE * SIDE;
const TARGET = 2;

function linearNetwork(): Uint8Array {
  const b = new ModelBuilder(5);
  const pooled = b.pool("AveragePool", b.conv(b.input([1, 3, SIDE, SIDE]), 4, { kernel: 8, stride: 8 }), 4);
  return b.build(b.gemm(b.flatten(pooled, 4 * 49), DEMO_CLASSES.length));
}

/** Four parts in quarters (labels 0, 1, 5, 6); each channel's mean is 0. */
function image(): PreparedImage {
  const input = normalArray(3 * AREA, 8);
  for (let c = 0; c < 3; c++) {
    const plane = input.subarray(c * AREA, (c + 1) * AREA);
    const mean = plane.reduce((sum, v) => sum + v, 0) / AREA;
    for (let i = 0; i < AREA; i++) plane[i]! -= mean;
  }
  const quarter = [0, 1, 5, 6];
  const labels = Uint8Array.from({ length: AREA }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return quarter[2 * Number(y >= SIDE / 2) + Number(x >= SIDE / 3)]!;
  });
  const sceneryLabels = labels.map((label) => (label === 6 ? 1 : 0));
  return { index: 3, target: TARGET, visible: quarter, input, labels, sceneryLabels, sceneryCount: 1 };
}

const network = linearNetwork();
const picture = image();
const chosen = ["gradient-x-input", "integrated-gradients", "part-shapley-mean", "random"];
let predictor: Explainer;
let whole: number[];
let found: Explanations;

beforeAll(async () => {
  predictor = await createExplainer(network, { threads: 1 });
  whole = [...(await predictor.predict(picture.input))];
  const methods = [];
  for (const method of EVALUATED.filter((m) => chosen.includes(m.id))) {
    const options = method.source.kind === "explainer" ? method.source.options : null;
    methods.push({
      method,
      explainer: options && (await createExplainer(network, { ...options, threads: 1 })),
    });
  }
  found = await explainImage(picture, whole, methods, (x) => predictor.predict(x));
  for (const { explainer } of methods) await explainer?.dispose();
});
afterAll(() => predictor.dispose());

const sums = (id: string, of: "target" | "rival") =>
  picture.visible.map((part) => found.maps[id]![of].parts[part]!.sum);

describe("the explanations of one image", () => {
  it("on a linear network hold exactly what each part is worth, for the class and its rival", () => {
    expect(found.rival).toBe(rivalOf(whole, TARGET));
    expect(found.rival).not.toBe(TARGET);
    for (const [target, of] of [
      [TARGET, "target"],
      [found.rival, "rival"],
    ] as const) {
      const worth = drops(picture, found.fills.mean, target);
      expect(worth.some((w) => Math.abs(w) > 1e-3)).toBe(true);
      for (const id of ["gradient-x-input", "integrated-gradients", "part-shapley-mean"]) {
        for (const [k, sum] of sums(id, of).entries()) expect(sum).toBeCloseTo(worth[k]!, 3);
      }
    }
  });

  it("know the picture's things: Background's only one has Background's sum", () => {
    const { parts, scenery } = found.maps["gradient-x-input"]!.target;
    expect(scenery).toHaveLength(1);
    expect(scenery[0]!.sum).toBeCloseTo(parts[6]!.sum, 4);
    expect(scenery[0]!.n).toBe(parts[6]!.n);
    expect(parts[2]!.n).toBe(0);
  });

  it("are those of the product: drops and Shapley values under every fill", async () => {
    for (const fill of FILL_NAMES) {
      const explainer = await createExplainer(network, { method: "part-shapley", fill, threads: 1 });
      const product = await explainer.partDrops(picture.input, TARGET, picture.labels);
      const lattice = await fillLattice(picture, fill, (x) => explainer.predict(x));
      const own = drops(picture, lattice, TARGET);
      expect(product.map((p) => p.index)).toEqual(picture.visible);
      for (const [k, { drop }] of product.entries()) expect(own[k]).toBeCloseTo(drop, 3);
      const { details, relevance } = await explainer.explain(picture.input, [TARGET], {
        labels: picture.labels,
      });
      const values = shapleyValues(picture, lattice, TARGET);
      for (const [k, { value }] of details[0]!.parts!.entries()) expect(values[k]).toBeCloseTo(value, 3);
      const map = mapOfParts(values, picture);
      const theirs = sumChannels(relevance, 3);
      expect(Math.max(...map.map((v, i) => Math.abs(v - theirs[i]!)))).toBeLessThan(1e-5);
      await explainer.dispose();
    }
  });

  it("include noise that is seeded and has seen nothing", () => {
    expect([...randomMap(7)]).toEqual([...randomMap(7)]);
    expect([...randomMap(7)]).not.toEqual([...randomMap(8)]);
    const { parts } = found.maps.random!.target;
    expect(Math.abs(parts[6]!.sum)).toBeLessThan(5 * Math.sqrt(parts[6]!.n));
  });
});

describe("the randomisation check", () => {
  it("finds maps equal where nothing is randomised, and others where everything is", async () => {
    const method = EVALUATED.find((m) => m.id === "gradient-x-input")!;
    const [likenesses] = (await randomisationCheck(network, method, [picture], [0, 1, 2], 1))!;
    expect(likenesses![0]).toEqual({
      spearman: expect.closeTo(1),
      absolute: 1,
      ssim: expect.closeTo(1),
      parts: 1,
    });
    expect(likenesses![2]!.spearman).toBeLessThan(0.5);
    expect(likenesses![2]!.ssim).toBeLessThan(0.9);
  });

  it("has nothing to say of a map that never saw the network", async () => {
    const random = EVALUATED.find((m) => m.id === "random")!;
    expect(await randomisationCheck(network, random, [picture], [1], 1)).toBeNull();
  });
});
