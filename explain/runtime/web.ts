import * as ort from "onnxruntime-web";
import { type CompiledGraph, compile } from "../compile";
import { ExplainError } from "../errors";
import { type Model, readModel } from "../onnx/read";
import type { CompileOptions } from "../options";
import { type Explainer, explainerOf } from "./explainer";
import type { MethodOptions } from "./methods/index";
import { Passes } from "./passes";
import type { Session, Sessions } from "./session";

export type { Explainer, Explanation, RunOptions, Timings } from "./explainer";

export interface WebExplainerOptions extends CompileOptions, MethodOptions {
  /** SHA-256 of the model's bytes, where the caller has it. */
  readonly digest?: string;
  /** Most images in one run, default 1: a browser tab has little memory. */
  readonly batchSize?: number;
  /** Threads of the runtime, default 1: more need a page that is cross-origin isolated. Fixed by the first explainer. */
  readonly threads?: number;
  /** `wasm` (default), or e.g. `["webgpu", "wasm"]`: what the first cannot compute the next does. */
  readonly executionProviders?: readonly string[];
  /** Where the runtime's `.wasm` and `.mjs` files are served (ends in a slash); default: beside the runtime's script. */
  readonly wasmPaths?: string;
}

function runtimeError(what: string, cause: unknown): ExplainError {
  const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
  return new ExplainError("RUNTIME", `ONNX Runtime Web could not ${what} the graph: ${reason}`, { cause });
}

async function open(graph: CompiledGraph, providers: readonly string[]): Promise<Session> {
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(graph.bytes, {
      executionProviders: [...providers],
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
    });
  } catch (cause) {
    throw runtimeError("load", cause);
  }
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, t]) => [name, new ort.Tensor(t.type, t.data as never, t.dims)]),
      );
      try {
        const outputs = await session.run(inputs, [...fetches]);
        return fetches.map((name) => outputs[name]!.data as Float32Array);
      } catch (cause) {
        throw runtimeError("run", cause);
      }
    },
    release: () => session.release(),
  };
}

/** Sessions of onnxruntime-web over bytes in memory. `spent` is told the milliseconds each loading took. */
function webSessions(
  explanation: CompiledGraph,
  forward: CompiledGraph,
  providers: readonly string[],
  spent: (ms: number) => void,
): Sessions {
  const loaded = new Map<CompiledGraph, Promise<Session>>();
  const load = (graph: CompiledGraph): Promise<Session> => {
    let session = loaded.get(graph);
    if (!session) {
      const started = performance.now();
      session = open(graph, providers).finally(() => spent(performance.now() - started));
      loaded.set(graph, session);
    }
    return session;
  };
  return {
    explanation: () => load(explanation),
    forward: () => load(forward),
    async dispose() {
      for (const session of loaded.values()) await (await session.catch(() => null))?.release();
      loaded.clear();
    },
  };
}

/**
 * Compiles a classifier and makes it ready to run on onnxruntime-web (WebAssembly, or WebGPU), in a page, a worker, or Node.
 * The whole model is in memory, several times over: meant for networks of some tens of MB.
 *
 * @param model the bytes of an ONNX file, or a model already read
 * @throws ExplainError whatever reading or compiling can throw; loading happens with the first run
 */
export function createWebExplainer(model: Uint8Array | Model, options: WebExplainerOptions = {}): Explainer {
  ort.env.wasm.numThreads = options.threads ?? 1;
  if (options.wasmPaths !== undefined) ort.env.wasm.wasmPaths = options.wasmPaths;
  const started = performance.now();
  const source = model instanceof Uint8Array ? readModel(model, { digest: options.digest }) : model;
  const explanation = compile(source, options);
  const forward = compile(source, { ...options, method: "occlusion" });
  const compileMs = performance.now() - started;
  let sessionMs = 0;
  const providers = options.executionProviders ?? ["wasm"];
  const sessions = webSessions(explanation, forward, providers, (ms) => {
    sessionMs += ms;
  });
  const passes = new Passes(explanation, sessions, options.batchSize ?? 1);
  return explainerOf(passes, options, { now: () => performance.now(), compileMs }, () => sessionMs);
}
