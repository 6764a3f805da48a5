import { describe, expect, it } from "vitest";
import { compile } from "./compile";
import { readModel } from "./onnx/read";
import { normalArray } from "./random";
import { ModelBuilder } from "./testing/model-builder";
import { relativeL2, runOnce } from "./testing/run";
import { IMAGE, type NetName, SMALL_NETS } from "./testing/small-nets";

const SIZE = IMAGE.reduce((p, d) => p * d, 1);
const NETS = Object.keys(SMALL_NETS) as NetName[];
const image = normalArray(SIZE, 5);

/** Central difference of one logit along a random direction. */
async function directional(model: Uint8Array, direction: Float32Array, target: number): Promise<number> {
  const h = 1e-3;
  const at = async (t: number) => {
    const moved = image.map((v, i) => v + t * direction[i]!);
    return (await runOnce(model, moved, [target], { method: "occlusion" })).logits[target]!;
  };
  return ((await at(h)) - (await at(-h))) / (2 * h);
}

describe.each(NETS)("%s", (name) => {
  const model = SMALL_NETS[name]();

  it("has the gradient that finite differences have", async () => {
    const { relevance } = await runOnce(model, image, [3], { method: "gradient" });
    for (const seed of [1, 2, 3]) {
      const direction = normalArray(SIZE, seed, 1 / Math.sqrt(SIZE));
      const expected = await directional(model, direction, 3);
      const found = relevance.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      expect(Math.abs(found - expected)).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected)));
    }
  });

  it("explains a batch as it explains each image alone, each for its own class", async () => {
    const second = normalArray(SIZE, 6);
    const both = new Float32Array(2 * SIZE);
    both.set(image);
    both.set(second, SIZE);
    const batch = await runOnce(model, both, [3, 7]);
    const alone = [await runOnce(model, image, [3]), await runOnce(model, second, [7])];
    alone.forEach((one, i) => {
      expect(relativeL2(batch.relevance.subarray(i * SIZE, (i + 1) * SIZE), one.relevance)).toBeLessThan(
        1e-4,
      );
    });
  });

  it("compiles to the same bytes every time", () => {
    const [a, b] = [compile(readModel(model)), compile(readModel(model))];
    expect(Buffer.compare(a.bytes, b.bytes)).toBe(0);
    expect(a.hash).toBe(b.hash);
    expect(compile(readModel(model), { epsilon: 1e-3 }).hash).not.toBe(a.hash);
  });
});

it("runs where ceil_mode would begin a window in the padding, whose shape ONNX infers in another way", async () => {
  const b = new ModelBuilder(5);
  const pooled = b.pool("MaxPool", b.conv(b.input(["N", 1, 5]), 2, { kernel: 1 }), 1, {
    strides: [3],
    ceil_mode: 1,
  });
  const { relevance } = await runOnce(b.build(b.gemm(b.flatten(pooled, 4), 3)), normalArray(5, 1), [2]);
  expect(Array.from(relevance, (r) => r !== 0)).toEqual([true, false, false, true, false]);
});

it("LRP-ε is gradient times input on a network of ReLU and max-pooling", async () => {
  for (const name of ["vgg", "vgg without biases", "squeezenet"] as const) {
    if (name === "squeezenet") continue; // its global average pooling is stabilised as well; close, but not this close
    const model = SMALL_NETS[name]();
    const lrp = await runOnce(model, image, [3]);
    const product = await runOnce(model, image, [3], { method: "gradient-x-input" });
    expect(relativeL2(lrp.relevance, product.relevance)).toBeLessThan(2e-3);
  }
});

describe("A2 what biases take", () => {
  it.each(NETS)("makes up, with the map, the whole score: %s", async (name) => {
    const two = normalArray(2 * SIZE, 8);
    const model = SMALL_NETS[name]();
    const scores = (await runOnce(model, two, [0, 0], { method: "occlusion" })).logits;
    const best = [0, 1].map((i) => {
      const own = scores.subarray(i * 10, i * 10 + 10);
      return own.indexOf(Math.max(...own));
    });
    const { relevance, absorbed } = await runOnce(model, two, best, { absorbed: true });
    best.forEach((target, i) => {
      const score = scores[i * 10 + target]!;
      const sum = relevance.subarray(i * SIZE, (i + 1) * SIZE).reduce((total, r) => total + r, 0);
      // Without it the same sum is off by what the biases took.
      expect(Math.abs(sum + absorbed[i]! - score) / Math.abs(score)).toBeLessThan(2e-4);
      if (name !== "vgg without biases") expect(Math.abs(absorbed[i]! / score)).toBeGreaterThan(1e-3);
      else expect(absorbed[i]).toBe(0);
    });
  });

  it("changes nothing about the map, and only LRP tells it", async () => {
    const plain = await runOnce(SMALL_NETS.resnet(), image, [3]);
    const told = await runOnce(SMALL_NETS.resnet(), image, [3], { absorbed: true });
    expect(relativeL2(told.relevance, plain.relevance)).toBeLessThan(1e-6);
    expect(plain.compiled.absorbedName).toBeNull();
    const options = { method: "gradient", absorbed: true } as const;
    expect(compile(readModel(SMALL_NETS.vgg()), options).absorbedName).toBeNull();
  });
});

it("conserves relevance where there are no biases", async () => {
  const { logits, relevance } = await runOnce(SMALL_NETS["vgg without biases"](), image, [3]);
  const sum = relevance.reduce((total, r) => total + r, 0);
  expect(Math.abs(sum / logits[3]! - 1)).toBeLessThan(1e-3);
});

it("explains the scores that are named, a softmax among them", async () => {
  const b = new ModelBuilder(6);
  const scores = b.gemm(b.flatten(b.relu(b.conv(b.input(["N", 3, 12, 12]), 4)), 400), 5);
  const shares = b.op("Softmax", [scores], { axis: -1 });
  const model = b.build(shares);
  const found = await runOnce(model, image, [2]);
  const named = await runOnce(model, image, [2], { logits: scores });
  expect(named.relevance).toEqual(found.relevance);
  const afterwards = await runOnce(model, image, [2], { logits: shares });
  expect(afterwards.logits.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  expect(afterwards.compiled.hash).not.toBe(found.compiled.hash);
});
