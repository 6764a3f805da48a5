import * as ort from "onnxruntime-node";
import { type CompiledGraph, compile } from "../compile";
import { sizeOf } from "../graph/tensor";
import { type Model, readModel } from "../onnx/read";
import type { CompileOptions } from "../options";

export interface TestRun {
  readonly compiled: CompiledGraph;
  readonly logits: Float32Array;
  readonly relevance: Float32Array;
  /** `[N]`, where it was asked for; else empty. */
  readonly absorbed: Float32Array;
  /** What arrived at each value, where intermediates were asked for. */
  readonly arrived: ReadonlyMap<string, Float32Array>;
}

/** As {@link runModel}, from the bytes of a file. */
export function runOnce(
  model: Uint8Array,
  input: Float32Array,
  start: readonly number[] | Float32Array,
  options: CompileOptions = {},
): Promise<TestRun> {
  return runModel(readModel(model), input, start, options);
}

/** Compiles a model and runs the graph once, without any of the package's own runtime in between. */
export async function runModel(
  model: Model,
  input: Float32Array,
  start: readonly number[] | Float32Array,
  options: CompileOptions = {},
): Promise<TestRun> {
  const compiled = compile(model, options);
  const session = await ort.InferenceSession.create(compiled.bytes, { intraOpNumThreads: 1 });
  const image = compiled.inputShape.slice(1);
  const n = input.length / sizeOf(image);
  const feeds: Record<string, ort.Tensor> = {
    [compiled.inputName]: new ort.Tensor("float32", input, [n, ...image]),
  };
  if (compiled.targetName) {
    feeds[compiled.targetName] =
      start instanceof Float32Array
        ? new ort.Tensor("float32", start, [n, compiled.classCount])
        : new ort.Tensor("int64", BigInt64Array.from(start, BigInt), [n]);
  }
  const outputs = await session.run(feeds);
  await session.release();
  const values = (name: string | null) => (name ? (outputs[name]!.data as Float32Array) : new Float32Array());
  return {
    compiled,
    logits: values(compiled.logitsName),
    relevance: values(compiled.relevanceName),
    absorbed: values(compiled.absorbedName),
    arrived: new Map([...compiled.intermediates].map(([value, output]) => [value, values(output)])),
  };
}

/** ‖a − b‖ / ‖b‖ */
export function relativeL2(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / (norm || 1));
}
