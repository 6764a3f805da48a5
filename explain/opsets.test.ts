import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { prepare } from "./compile";
import { sizeOf } from "./graph/tensor";
import { readModel } from "./onnx/read";
import { resolveOptions } from "./options";
import { normalArray } from "./random";
import { ModelBuilder } from "./testing/model-builder";
import { formCases } from "./testing/opset-forms";
import { referenceGradient, referenceLrp } from "./testing/reference/backward";
import { relativeL2, runOnce } from "./testing/run";

const image = normalArray(2 * 6 * 6, 78);

describe("N2 every form an operator has had is read in the operator sets it is written in", () => {
  it.each(formCases())("%s in opset %i", async (name, opset, net) => {
    const b = new ModelBuilder(name.length + opset, opset);
    const output = b.op("Flatten", [net(b, b.input([1, 2, 6, 6]))], { axis: 1 });
    const model = b.build(output, ["N", "F"]);
    const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
    const source = await session.run({ image: new ort.Tensor("float32", image, [1, 2, 6, 6]) });
    await session.release();

    const graph = prepare(readModel(model));
    const start = normalArray(sizeOf(graph.dims.get(graph.logits)!), 5);
    const options = { epsilon: 0.05, stabilizer: 0.05, initial: "given" } as const;
    const { logits, relevance } = await runOnce(model, image, start, options);
    expect(relativeL2(logits, source[output]!.data as Float32Array)).toBeLessThan(1e-5);
    const expected = referenceLrp(graph, image, start, "epsilon", resolveOptions(options, 2)).arrived;
    expect(relativeL2(relevance, expected.get(graph.input)!)).toBeLessThan(1e-5);
    const gradient = await runOnce(model, image, start, { method: "gradient", initial: "given" });
    const slope = referenceGradient(graph, image, start).arrived.get(graph.input)!;
    expect(relativeL2(gradient.relevance, slope)).toBeLessThan(2e-5);
  });
});
