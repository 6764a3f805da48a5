import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { sizeOf } from "./graph/tensor";
import { normalArray } from "./random";
import { createExplainer } from "./runtime/index";
import { relativeL2 } from "./testing/run";

/** Real networks lie beside the repository; they are not part of it. */
const FOLDER = path.resolve(import.meta.dirname, "../../shared/models");
const LIGHT = path.join(FOLDER, "light");
const light = existsSync(LIGHT) ? readdirSync(LIGHT).filter((f) => f.endsWith(".onnx")) : [];
const threads = 2;

const sum = (values: Float32Array) => values.reduce((total, v) => total + v, 0);
const finite = (values: Float32Array) => values.every(Number.isFinite);

function argmax(values: Float32Array): number {
  return values.reduce((best, v, i) => (v > values[best]! ? i : best), 0);
}

/** What the file itself gives, without any compiling of ours. */
async function plainRun(file: string, image: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const session = await ort.InferenceSession.create(file, {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
  });
  const input = new ort.Tensor("float32", image, [1, ...shape]);
  const outputs = await session.run({ [session.inputNames[0]!]: input });
  await session.release();
  return outputs[session.outputNames[0]!]!.data as Float32Array;
}

async function explained(file: string, method: "lrp" | "gradient-x-input" = "lrp") {
  const explainer = await createExplainer(file, { method, threads });
  try {
    const image = normalArray(sizeOf(explainer.imageShape), 11);
    const [scores, shape] = [await explainer.predict(image), explainer.imageShape];
    const target = argmax(scores);
    return { image, shape, scores, target, ...(await explainer.explain(image, [target])) };
  } finally {
    await explainer.dispose();
  }
}

describe.each(["squeezenet1.1", "mobilenetv2_1.0_224", "tinydarknet", "resnet20_cifar10"])("%s", (name) => {
  const file = path.join(FOLDER, `${name}.onnx`);

  it("V1 scores as the original file does, and has finite relevance", async ({ skip }) => {
    if (!existsSync(file)) skip(`${name}.onnx is not there`);
    const { image, shape, logits, relevance } = await explained(file);
    expect(relativeL2(logits, await plainRun(file, image, shape))).toBeLessThan(1e-3);
    expect(finite(relevance)).toBe(true);
    expect(relevance.some((r) => r !== 0)).toBe(true);
  });
});

it("V2 SqueezeNet: LRP-ε sums to what gradient times input sums to", async ({ skip }) => {
  const file = path.join(FOLDER, "squeezenet1.1.onnx");
  if (!existsSync(file)) skip("squeezenet1.1.onnx is not there");
  const lrp = await explained(file);
  const product = await explained(file, "gradient-x-input");
  expect(product.target).toBe(lrp.target);
  expect(Math.abs(sum(lrp.relevance) / sum(product.relevance) - 1)).toBeLessThan(1e-2);
});

describe("V3 architectures with constant weights compile and run", () => {
  if (light.length === 0) it.skip("light/*.onnx are not there", () => undefined);
  it.each(light)("%s", async (name) => {
    const { scores, logits, relevance } = await explained(path.join(LIGHT, name));
    expect(relevance.length).toBe(3 * 224 * 224);
    if (finite(scores)) expect(finite(logits) && finite(relevance)).toBe(true);
  });
});
