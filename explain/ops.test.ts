import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { compile, prepare } from "./compile";
import { COMPOSITE_NAMES } from "./composites";
import { sizeOf } from "./graph/tensor";
import { readModel } from "./onnx/read";
import { resolveOptions } from "./options";
import { normalArray } from "./random";
import { buildOpNet, OP_NETS } from "./testing/op-nets";
import { referenceGradient, referenceLrp } from "./testing/reference/backward";
import { relativeL2, runOnce } from "./testing/run";

const image = normalArray(2 * 6 * 6, 77);
/** Large enough that float32 does not decide the sign of a denominator; the rules are the same for every ε. */
const epsilon = 0.05;
const shared = { epsilon, stabilizer: epsilon, low: [-3, -2], high: [2, 3] };

describe.each(Object.keys(OP_NETS))("%s", (name) => {
  const model = buildOpNet(name);
  const graph = prepare(readModel(model));
  const start = normalArray(sizeOf(graph.dims.get(graph.logits)!), 5);

  it("N1 computes what the source model computes, for any batch size", async () => {
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1 });
    const expected = await session.run({ image: new ort.Tensor("float32", image, [1, 2, 6, 6]) });
    const logits = expected[session.outputNames[0]!]!.data as Float32Array;
    const twice = new Float32Array(2 * image.length);
    twice.set(image);
    twice.set(image, image.length);
    const run = await runOnce(model, twice, [0, 0], { method: "occlusion" });
    expect(relativeL2(run.logits.subarray(0, logits.length), logits)).toBeLessThan(1e-5);
    expect(relativeL2(run.logits.subarray(logits.length), logits)).toBeLessThan(1e-5);
  });

  it("G1 has the gradient of the reference", async () => {
    const { relevance } = await runOnce(model, image, start, { method: "gradient", initial: "given" });
    const expected = referenceGradient(graph, image, start).arrived.get(graph.input)!;
    expect(relativeL2(relevance, expected)).toBeLessThan(2e-5);
  });

  it.each(COMPOSITE_NAMES)(
    "R1 A1 has the relevance of the reference under %s, and its biases take as much",
    async (composite) => {
      const options = { ...shared, composite, initial: "given", absorbed: true } as const;
      const { relevance, absorbed } = await runOnce(model, image, start, options);
      const parameters = resolveOptions(options, 2);
      const reference = referenceLrp(graph, image, start, composite, parameters);
      const expected = reference.arrived.get(graph.input);
      expect(relativeL2(relevance, expected ?? new Float64Array(image.length))).toBeLessThan(1e-5);
      // What the biases took, held against the sum of the parts that moved, as those may cancel.
      const moved = start.reduce((sum, r) => sum + Math.abs(r), 0);
      expect(Math.abs(absorbed[0]! - reference.absorbed) / moved).toBeLessThan(1e-5);
    },
  );
});

it("S1 a batch axis of any size is written into the compiled graph", () => {
  expect(compile(readModel(buildOpNet("Relu"))).inputShape).toEqual([1, 2, 6, 6]);
});
