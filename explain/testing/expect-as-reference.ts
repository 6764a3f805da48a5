import * as ort from "onnxruntime-node";
import { expect } from "vitest";
import { prepare } from "../compile";
import { sizeOf } from "../graph/tensor";
import { readModel } from "../onnx/read";
import { resolveOptions } from "../options";
import { normalArray } from "../random";
import { referenceGradient, referenceLrp } from "./reference/backward";
import { relativeL2, runOnce } from "./run";

/**
 * The compiled model gives the scores ONNX Runtime gives of its source, and the relevance (LRP-ε) and gradient of the
 * slow reference.
 *
 * @param output name of the source's output
 */
export async function expectAsReference(
  model: Uint8Array,
  output: string,
  image: Float32Array,
  dims: readonly number[],
): Promise<void> {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const source = await session.run({ image: new ort.Tensor("float32", image, dims) });
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
}
