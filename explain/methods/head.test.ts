import { describe, expect, it } from "vitest";
import { compile } from "../compile";
import { decodeModel } from "../onnx/decode";
import { readModel } from "../onnx/read";
import { normalArray } from "../random";
import { ModelBuilder } from "../testing/model-builder";
import { relativeL2, runOnce } from "../testing/run";

const CLASSES = 5;
const TARGETS = [3, 0];
const images = normalArray(2 * 3 * 6 * 6, 8);

type Ending = (b: ModelBuilder, x: string) => string;

const flat: Ending = (b, x) => b.flatten(x, 4 * 6 * 6);
const mean = (b: ModelBuilder, x: string) => b.flatten(b.globalAverage(x), CLASSES);

/** What follows a layer of four channels on six by six cells; one score a class. */
const WITH_HEAD: Readonly<Record<string, Ending>> = {
  "a dense layer": (b, x) => b.gemm(flat(b, x), CLASSES),
  "a dense layer, its weights the other way about": (b, x) =>
    b.op("MatMul", [flat(b, x), b.randoms([4 * 6 * 6, CLASSES], 0.1)], {}, CLASSES),
  "a dense layer, rectified and scaled": (b, x) =>
    b.op("Mul", [b.relu(b.gemm(flat(b, x), CLASSES)), b.randoms([CLASSES], 1)], {}, CLASSES),
  "a convolution and the mean over its map": (b, x) => mean(b, b.relu(b.conv(x, CLASSES, { kernel: 1 }))),
};

const WITHOUT_HEAD: Readonly<Record<string, Ending>> = {
  "a wide convolution": (b, x) => mean(b, b.conv(x, CLASSES, { pad: 1 })),
  "a convolution in strides": (b, x) => mean(b, b.conv(x, CLASSES, { kernel: 1, stride: 2 })),
  "a value that goes two ways": (b, x) => {
    const scores = b.gemm(flat(b, x), CLASSES);
    return b.op("Add", [scores, b.op("Sigmoid", [scores], {}, CLASSES)], {}, CLASSES);
  },
  "classes among the places": (b, x) => {
    const map = b.op("Reshape", [b.conv(x, 4, { kernel: 1 }), b.ints([0, 6, 24])], {}, 6);
    return b.op(
      "Slice",
      [b.op("ReduceMean", [map], { axes: [2], keepdims: 0 }, 6), b.ints([0]), b.ints([CLASSES]), b.ints([1])],
      {},
      CLASSES,
    );
  },
};

function network(ending: Ending): Uint8Array {
  const b = new ModelBuilder(6);
  const x = b.relu(b.conv(b.input(["N", 3, 6, 6]), 4, { pad: 1 }));
  return b.build(ending(b, x), ["N", CLASSES]);
}

const usesOneRow = (model: Uint8Array, initial: "target" | "given" = "target") =>
  decodeModel(compile(readModel(model), { initial }).bytes).graph!.node!.some((n) => n.opType === "GatherND");

const start = (values: (image: number) => number) => {
  const all = new Float32Array(TARGETS.length * CLASSES);
  TARGETS.forEach((target, i) => {
    all[i * CLASSES + target] = values(i);
  });
  return all;
};

describe.each(Object.entries({ ...WITH_HEAD, ...WITHOUT_HEAD }))("S3 %s", (name, ending) => {
  const model = network(ending);

  it("takes the target's row of weights where every class has its own, and all where a start is given", () => {
    expect(usesOneRow(model)).toBe(name in WITH_HEAD);
    expect(usesOneRow(model, "given")).toBe(false);
  });

  it("is explained as if all classes were carried along", async () => {
    const whole = { initial: "given" } as const;
    const gradient = await runOnce(model, images, TARGETS, { method: "gradient" });
    const ones = await runOnce(
      model,
      images,
      start(() => 1),
      { method: "gradient", ...whole },
    );
    expect(relativeL2(gradient.relevance, ones.relevance)).toBeLessThan(1e-6);
    const lrp = await runOnce(model, images, TARGETS, { method: "lrp" });
    const scores = start((i) => lrp.logits[i * CLASSES + TARGETS[i]!]!);
    const all = await runOnce(model, images, scores, { method: "lrp", ...whole });
    expect(relativeL2(lrp.relevance, all.relevance)).toBeLessThan(1e-5);
  });
});
