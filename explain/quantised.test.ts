import { readFileSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { compile, prepare } from "./compile";
import { COMPOSITE_NAMES } from "./composites";
import { DataType } from "./onnx/messages";
import { readModel } from "./onnx/read";
import { resolveOptions } from "./options";
import { normalArray } from "./random";
import { ModelBuilder, type TestAttr } from "./testing/model-builder";
import { referenceGradient, referenceLrp } from "./testing/reference/backward";
import { relativeL2, runOnce } from "./testing/run";

type Optimisation = ort.InferenceSession.SessionOptions["graphOptimizationLevel"];

async function scores(model: Uint8Array, input: Float32Array, dims: readonly number[], how: Optimisation) {
  const session = await ort.InferenceSession.create(model, {
    graphOptimizationLevel: how,
    intraOpNumThreads: 1,
  });
  const outputs = await session.run({ image: new ort.Tensor("float32", input, dims) });
  await session.release();
  return outputs[session.outputNames[0]!]!.data as Float32Array;
}

/** A pair around an activation: bytes, `zero` in the middle of them or not. */
function pair(b: ModelBuilder, x: string, scale: number, zero = 128, type: number = DataType.UINT8): string {
  const how = [b.floats([], [scale]), b.whole([], [zero], type)];
  return b.op("DequantizeLinear", [b.op("QuantizeLinear", [x, ...how]), ...how]);
}
const bytes = (n: number, seed: number) =>
  Array.from(normalArray(n, seed, 50), (v) => Math.round(Math.max(-127, Math.min(127, v))));

/** Weights a scale a channel, bias as whole numbers, a ReLU absorbed by its rounding, a gate, and a rounded softmax. */
function network(): Uint8Array {
  const b = new ModelBuilder(9, 21);
  let x = pair(b, b.input(["N", 2, 6, 6]), 0.03);
  const W = b.op(
    "DequantizeLinear",
    [b.whole([4, 2, 3, 3], bytes(72, 1), DataType.INT8), b.floats([4], [0.004, 0.01, 0.02, 0.007])],
    { axis: 0 },
    4,
  );
  const bias = b.op("DequantizeLinear", [
    b.whole([4], [900, -400, 100, -30], DataType.INT32),
    b.floats([], [0.0002]),
  ]);
  x = pair(b, b.op("Conv", [x, W, bias], { pads: [1, 1, 1, 1] }, 4), 0.02, 0);
  x = b.pool("MaxPool", x, 2);
  x = b.op("Mul", [
    x,
    pair(b, b.op("Sigmoid", [pair(b, b.conv(x, 4, { kernel: 1 }), 0.05, -3, DataType.INT8)]), 1 / 256, 0),
  ]);
  const dense = b.op(
    "QuantizeLinear",
    [
      b.randoms([5, 36], 0.2),
      b.floats([5], [0.01, 0.02, 0.01, 0.03, 0.01]),
      b.whole([5], [0, 1, 0, -2, 0], DataType.INT8),
    ],
    { axis: 0 },
  );
  const V = b.op(
    "DequantizeLinear",
    [dense, b.floats([5], [0.01, 0.02, 0.01, 0.03, 0.01]), b.whole([5], [0, 1, 0, -2, 0], DataType.INT8)],
    { axis: 0 },
  );
  const y = pair(
    b,
    b.op("Gemm", [b.flatten(pair(b, x, 0.02, 0), 36), V], { transB: 1 }, 5),
    0.0005,
    0,
    DataType.INT16,
  );
  return b.build(pair(b, b.op("Softmax", [y], { axis: -1 }), 1 / 256, 0));
}

const image = normalArray(72, 81);

describe("Q1 graphs quantised in pairs are explained as the functions they are", () => {
  const model = network();
  const graph = prepare(readModel(model));

  it("scores, before the softmax, are those of the quantised model", async () => {
    const { logits } = await runOnce(model, image, [0], { method: "occlusion" });
    const powers = logits.map(Math.exp);
    const sum = powers.reduce((total, p) => total + p, 0);
    const expected = await scores(model, image, [1, 2, 6, 6], "disabled");
    powers.forEach((p, i) => {
      expect(Math.abs(p / sum - expected[i]!)).toBeLessThan(1 / 256);
    });
  });

  it("weights are dequantised, activations rounded and saturated", async () => {
    const shown = await runOnce(model, image, [0], { intermediates: true });
    const steps = (value: Float32Array, scale: number) =>
      value.every((v) => Math.abs(v / scale - Math.round(v / scale)) < 1e-3);
    expect(steps(shown.logits, 0.0005)).toBe(true);
    const first = graph.nodes.find((n) => n.op === "Conv")!;
    expect(first.weights.W!.data.slice(0, 3)).toEqual(
      Float32Array.from(bytes(72, 1).slice(0, 3), (v) => Math.fround(0.004) * v),
    );
    expect(first.weights.b!.data[0]).toBeCloseTo(0.18, 6);
  });

  it("the gradient takes rounding for slope one and saturation for none", async () => {
    const start = normalArray(5, 5);
    const { relevance } = await runOnce(model, image, start, { method: "gradient", initial: "given" });
    expect(relativeL2(relevance, referenceGradient(graph, image, start).arrived.get("image")!)).toBeLessThan(
      2e-5,
    );
    const inside = await runOnce(model, new Float32Array(72).fill(100), start, {
      method: "gradient",
      initial: "given",
    });
    expect(inside.relevance.every((g) => g === 0)).toBe(true);
  });

  it.each(COMPOSITE_NAMES)("relevance is the reference's under %s", async (composite) => {
    const start = normalArray(5, 5);
    const options = {
      epsilon: 0.05,
      stabilizer: 0.05,
      low: [-4, -4],
      high: [4, 4],
      composite,
      initial: "given",
    } as const;
    const { relevance } = await runOnce(model, image, start, options);
    const expected = referenceLrp(graph, image, start, composite, resolveOptions(options, 2)).arrived.get(
      "image",
    )!;
    expect(relativeL2(relevance, expected)).toBeLessThan(1e-5);
  });
});

describe("Q2 a network quantised by onnxruntime.quantization", () => {
  const model = readFileSync(path.join(import.meta.dirname, "testing/quantised/net.qdq.onnx"));
  const input = normalArray(432, 82);

  it("scores as its file does, is explained as the reference explains it", async () => {
    const graph = prepare(readModel(model));
    const options = { epsilon: 0.05, stabilizer: 0.05 };
    const { logits, relevance } = await runOnce(model, input, [3], options);
    expect(relativeL2(logits, await scores(model, input, [1, 3, 12, 12], "disabled"))).toBeLessThan(1e-4);
    // Optimised, the runtime computes in whole numbers, and may round a step apart.
    expect(relativeL2(logits, await scores(model, input, [1, 3, 12, 12], "all"))).toBeLessThan(0.05);
    const expected = referenceLrp(graph, input, 3, "epsilon", resolveOptions(options, 3)).arrived.get(
      graph.input,
    )!;
    expect(relativeL2(relevance, expected)).toBeLessThan(1e-4);
  });
});

describe("Q3 what is quantised otherwise is refused by name", () => {
  type Net = (b: ModelBuilder, x: string) => string;
  const how = (b: ModelBuilder, zero = 0) => [b.floats([], [0.1]), b.whole([], [zero], DataType.UINT8)];
  const quantised = (b: ModelBuilder, x: string, attrs: Record<string, TestAttr> = {}) =>
    b.op("QuantizeLinear", [x, ...how(b)], attrs);
  const cases: [string, RegExp, Net][] = [
    [
      "layers between the two",
      /"relu_\d+" \(Relu\): it works on quantised values/,
      (b, x) => b.op("DequantizeLinear", [b.relu(quantised(b, x)), ...how(b)]),
    ],
    [
      "whole numbers from elsewhere",
      /does not come from a QuantizeLinear/,
      (b, x) => b.op("DequantizeLinear", [x, ...how(b)]),
    ],
    [
      "another scale",
      /is not that of the QuantizeLinear/,
      (b, x) => b.op("DequantizeLinear", [quantised(b, x), ...how(b, 7)]),
    ],
    [
      "an activation by channel",
      /rounds an activation by channel/,
      (b, x) => b.op("QuantizeLinear", [x, b.floats([2], [1, 2])], { axis: 1 }),
    ],
    [
      "another type",
      /rounds to element type 6/,
      (b, x) => b.op("QuantizeLinear", [x, b.floats([], [1]), b.whole([], [0], DataType.INT32)]),
    ],
    [
      "weights in blocks",
      /quantised in blocks/,
      (b, x) =>
        b.op("Add", [
          x,
          b.op(
            "DequantizeLinear",
            [b.whole([6], [1, 2, 3, 4, 5, 6], DataType.INT8), b.floats([3], [1, 2, 3])],
            { axis: 0, block_size: 2 },
          ),
        ]),
    ],
    [
      "scales that do not fit",
      /parameters \[3\] do not fit axis 0/,
      (b, x) =>
        b.op("Add", [
          x,
          b.op(
            "DequantizeLinear",
            [b.whole([6], [1, 2, 3, 4, 5, 6], DataType.INT8), b.floats([3], [1, 2, 3])],
            { axis: 0 },
          ),
        ]),
    ],
    [
      "whole-number layers",
      /"convinteger_\d+" .*QuantizeLinear\/DequantizeLinear pairs, or export the float model/,
      (b, x) => b.op("ConvInteger", [x, b.randoms([1, 2, 1, 1], 1)]),
    ],
  ];
  it.each(cases)("%s", (_, says, net) => {
    const b = new ModelBuilder(1, 21);
    const model = readModel(b.build(net(b, b.input(["N", 2, 6, 6])), ["N", "F"]));
    expect(() => compile(model)).toThrow(says);
  });
});
