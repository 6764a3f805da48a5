import { describe, expect, it } from "vitest";
import { compile, prepare } from "./compile";
import { normalise } from "./normalise/index";
import { readModel } from "./onnx/read";
import { normalArray } from "./random";
import { randomised, weightLayers } from "./randomise";
import { ModelBuilder } from "./testing/model-builder";
import { relativeL2, runOnce } from "./testing/run";
import { IMAGE, type NetName, SMALL_NETS } from "./testing/small-nets";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const image = normalArray(SIZE, 5);
const graphOf = (bytes: Uint8Array) => normalise(readModel(bytes)).graph!;
const weights = (bytes: Uint8Array, layers: number, seed = 1) =>
  randomised(graphOf(bytes), { layers, seed })
    .nodes.filter((n) => n.weights.W)
    .map((n) => Array.from(n.weights.W!.data));

describe("randomisation", () => {
  it("counts the layers with weights from the scores down", () => {
    expect(weightLayers(readModel(SMALL_NETS.vgg())).map((l) => l.op)).toEqual([
      "Gemm",
      "Gemm",
      "Conv",
      "Conv",
      "Conv",
    ]);
  });

  it("A1 changes exactly the topmost layers", () => {
    const trained = weights(SMALL_NETS.vgg(), 0);
    for (let layers = 0; layers <= trained.length; layers++) {
      const found = weights(SMALL_NETS.vgg(), layers);
      found.forEach((w, i) => {
        if (i >= trained.length - layers) expect(w).not.toEqual(trained[i]);
        else expect(w).toEqual(trained[i]);
      });
    }
  });

  it("A1 cascades: a layer's new weights do not depend on how many others are new; another seed gives others", () => {
    const [three, five] = [weights(SMALL_NETS.vgg(), 3), weights(SMALL_NETS.vgg(), 5)];
    expect(three.slice(2)).toEqual(five.slice(2));
    expect(weights(SMALL_NETS.vgg(), 5, 2)[4]).not.toEqual(five[4]);
  });

  it("A2 draws weights of deviation √(2 / fan-in) about zero, of every kind of layer", () => {
    const b = new ModelBuilder(3);
    let x = b.conv(b.input([1, 8, 24, 24]), 64, { group: 2, pad: 1 });
    x = b.convTranspose(b.relu(x), 32, { kernel: 4, stride: 2 });
    const bytes = b.build(b.gemm(b.flatten(b.globalAverage(b.relu(x)), 32), 400));
    const [conv, transposed, gemm] = weights(bytes, 3).map((w) => ({
      mean: w.reduce((s, v) => s + v, 0) / w.length,
      deviation: Math.sqrt(w.reduce((s, v) => s + v * v, 0) / w.length),
    }));
    // Fan-in: 4 channels a group × 9; 64 channels × 16 / 4 that reach an output; 32 features.
    for (const [found, expected] of [
      [conv!, 36],
      [transposed!, 256],
      [gemm!, 32],
    ] as const) {
      expect(found.deviation).toBeCloseTo(Math.sqrt(2 / expected), 1);
      expect(Math.abs(found.deviation / Math.sqrt(2 / expected) - 1)).toBeLessThan(0.05);
      expect(Math.abs(found.mean)).toBeLessThan(0.1 * found.deviation);
    }
  });

  it("A1 takes biases and the normalisation that follows with it, and leaves those of kept layers", () => {
    const layers = weightLayers(readModel(SMALL_NETS.resnet())).length;
    const identity = (bytes: Uint8Array, n: number) =>
      randomised(graphOf(bytes), { layers: n, seed: 1 }).nodes.filter(
        (node) => node.op === "ScaleShift" && node.weights.scale!.data.every((v) => v === 1),
      ).length;
    expect(identity(SMALL_NETS.resnet(), 0)).toBe(0);
    expect(identity(SMALL_NETS.resnet(), 2)).toBe(1);
    expect(identity(SMALL_NETS.resnet(), layers)).toBe(4);
    const biases = randomised(graphOf(SMALL_NETS.vgg()), { layers: 5, seed: 1 }).nodes.flatMap((n) =>
      n.weights.b ? [...n.weights.b.data] : [],
    );
    expect(biases.length).toBeGreaterThan(0);
    expect(biases.every((v) => v === 0)).toBe(true);
  });

  it("A1 keeps a shift in front of the first layer: the picture's own preparation", () => {
    const b = new ModelBuilder(4);
    const prepared = b.op("Sub", [b.input([1, ...IMAGE]), b.floats([1, 3, 1, 1], [0.4, 0.5, 0.6])]);
    const bytes = b.build(b.gemm(b.flatten(b.globalAverage(b.conv(prepared, 8)), 8), 4));
    const shift = randomised(graphOf(bytes), { layers: 2, seed: 1 }).nodes.find(
      (n) => n.op === "ScaleShift",
    )!;
    expect(shift.weights.shift!.data[0]).toBeCloseTo(-0.4);
  });

  it.each(Object.keys(SMALL_NETS) as NetName[])(
    "compiles %s at every depth, to other scores",
    async (name) => {
      const bytes = SMALL_NETS[name]();
      const trained = await runOnce(bytes, image, [3]);
      for (let layers = 1; layers <= weightLayers(readModel(bytes)).length; layers++) {
        const found = await runOnce(bytes, image, [3], { randomise: { layers, seed: 1 } });
        expect(relativeL2(found.logits, trained.logits)).toBeGreaterThan(0.05);
        expect(found.relevance.every(Number.isFinite)).toBe(true);
      }
    },
  );

  it("has a hash of its own, and none randomised is the graph as ever", () => {
    const model = readModel(SMALL_NETS.vgg());
    const [one, two] = [1, 2].map((layers) => compile(model, { randomise: { layers, seed: 1 } }).hash);
    expect(new Set([compile(model).hash, one, two]).size).toBe(3);
    const none = prepare(model, { randomise: { layers: 0, seed: 1 } });
    expect(none.nodes.map((n) => n.weights.W?.data)).toEqual(
      prepare(model).nodes.map((n) => n.weights.W?.data),
    );
  });

  it("refuses more layers than there are", () => {
    const model = readModel(SMALL_NETS.vgg());
    expect(() => compile(model, { randomise: { layers: 6, seed: 1 } })).toThrow(/0 to 5 layers/);
    expect(() => compile(model, { randomise: { layers: 1.5, seed: 1 } })).toThrow(/whole numbers/);
  });
});
