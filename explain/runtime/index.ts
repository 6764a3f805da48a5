import { performance } from "node:perf_hooks";
import { type CompiledGraph, compile } from "../compile";
import { type Model, readModel } from "../onnx/read";
import type { CompileOptions } from "../options";
import { type Explainer, explainerOf } from "./explainer";
import type { MethodOptions } from "./methods/index";
import { digestOf, readModelFile } from "./model-file";
import { type NodeOptions, nodeSessions } from "./node-session";
import { Passes } from "./passes";

export type { Explainer, Explanation, RunOptions, Timings } from "./explainer";
export { readModelFile } from "./model-file";
export { ExplainerPool, type PoolOptions } from "./pool";

export interface ExplainerOptions extends CompileOptions, MethodOptions, NodeOptions {
  /** SHA-256 of the model's bytes, where the caller has it. */
  readonly digest?: string;
  /** Most images in one run, default 8: bounds memory. */
  readonly batchSize?: number;
}

export const DEFAULT_BATCH = 8;

function open(source: Uint8Array | string, digest: string | undefined): Model {
  if (typeof source === "string") return readModelFile(source, { digest });
  return readModel(source, { digest: digest ?? digestOf(source) });
}

/** Both graphs of a model: the explanation, and the classifier alone for predictions. */
export function compileBoth(
  model: Model,
  options: CompileOptions,
): { explanation: CompiledGraph; forward: CompiledGraph } {
  return {
    explanation: compile(model, options),
    forward: compile(model, { ...options, method: "occlusion" }),
  };
}

/**
 * Compiles a classifier and makes it ready to run on onnxruntime-node.
 *
 * @param source the bytes of an ONNX file, or its path (needed where weights lie in a file of their own)
 * @throws ExplainError whatever reading, compiling or loading can throw
 */
export async function createExplainer(
  source: Uint8Array | string,
  options: ExplainerOptions = {},
): Promise<Explainer> {
  const started = performance.now();
  const { explanation, forward } = compileBoth(open(source, options.digest), options);
  const compileMs = performance.now() - started;
  return explainerFor(explanation, forward, options, compileMs);
}

async function explainerFor(
  explanation: CompiledGraph,
  forward: CompiledGraph,
  options: ExplainerOptions,
  compileMs: number,
) {
  const opened = performance.now();
  let sessionMs = 0;
  const sessions = await nodeSessions(explanation, forward, options, (ms) => {
    sessionMs += ms;
  });
  sessionMs += performance.now() - opened;
  const passes = new Passes(withoutWeights(explanation), sessions, options.batchSize ?? DEFAULT_BATCH);
  const clock = { now: () => performance.now(), compileMs };
  return explainerOf(passes, options, clock, () => sessionMs);
}

/** What is needed to run a graph that is already on disk: names and shapes, so that the model's bytes can be collected. */
function withoutWeights(compiled: CompiledGraph): CompiledGraph {
  const {
    hash,
    inputName,
    targetName,
    logitsName,
    relevanceName,
    absorbedName,
    intermediates,
    inputShape,
    classCount,
    options,
  } = compiled;
  const gone = (): never => {
    throw new Error("the weights of this graph are on disk");
  };
  return {
    hash,
    inputName,
    targetName,
    logitsName,
    relevanceName,
    absorbedName,
    intermediates,
    inputShape,
    classCount,
    options,
    get bytes() {
      return gone();
    },
    external: gone,
  };
}
