import { canonise } from "./canonise/index";
import { Builder } from "./emit/builder";
import { type EmitGraph, encodeGraph, finish, inline, type Port } from "./emit/encode";
import { type ExternalForm, encodeExternal } from "./emit/external";
import { ExplainError } from "./errors";
import type { Graph } from "./graph/ir";
import { methodRelevance } from "./methods/index";
import { normalise, SUPPORTED_OPS } from "./normalise/index";
import { concatBytes } from "./onnx/encode";
import type { Model } from "./onnx/read";
import { OP_TABLE } from "./ops/index";
import { type CompileOptions, type ResolvedOptions, resolveOptions } from "./options";
import { randomised } from "./randomise";
import { sha256 } from "./sha256";
import { COMPILER_VERSION } from "./version";

export interface CompiledGraph {
  /** The whole ONNX file with its weights inside (made when first asked for; below 2 GB). */
  readonly bytes: Uint8Array;
  /** The same graph with its weights in a file of their own, named `location`: for large models. */
  external(location: string): ExternalForm;
  readonly inputName: string;
  /** `[N]` int64 class indices, or with `initial: "given"` the name of the `[N,K]` initial relevance; null: none. */
  readonly targetName: string | null;
  readonly logitsName: string;
  /** Null for methods that need class scores only. */
  readonly relevanceName: string | null;
  /** Output `[N]` with the relevance that constants took; null unless asked for. */
  readonly absorbedName: string | null;
  /** Value of the classifier → output that holds what arrived there; empty unless asked for. */
  readonly intermediates: ReadonlyMap<string, string>;
  /** Shape of the input as declared, the batch first. */
  readonly inputShape: readonly number[];
  readonly classCount: number;
  readonly options: ResolvedOptions;
  /** SHA-256 over the model, the method, its parameters and the compiler's version. */
  readonly hash: string;
}

/** The graph every method starts from: normalised, canonised, every operation known. */
export function prepare(model: Model, options: CompileOptions = {}): Graph {
  const { graph, issues } = normalise(model, options);
  if (!graph) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more; \`models inspect\` lists them)` : "";
    throw new ExplainError(
      "UNSUPPORTED_OP",
      `Node "${first!.node}" (${first!.op}): ${first!.reason}${more}. Supported operators: ${SUPPORTED_OPS.join(", ")}.`,
    );
  }
  return canonise(options.randomise ? randomised(graph, options.randomise) : graph);
}

function uniqueName(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let name = wanted;
  for (let i = 1; taken.has(name); i++) name = `${wanted}_${i}`;
  return name;
}

function ports(graph: Graph, names: readonly string[]): Port[] {
  return names.map((name) => ({ name, kind: "float", dims: ["N", ...graph.dims.get(name)!.slice(1)] }));
}

/**
 * Compiles a classifier into its explanation graph: image batch and target classes in, class scores and relevance out.
 * Deterministic: equal input gives equal bytes.
 *
 * @throws ExplainError UNSUPPORTED_OP, UNSUPPORTED_MODEL, INVALID_GRAPH, BAD_OPTION
 */
export function compile(model: Model, options: CompileOptions = {}): CompiledGraph {
  const graph = prepare(model, options);
  const inputShape = graph.dims.get(graph.input)!;
  const resolved = resolveOptions(options, inputShape[1]!);
  const classCount = graph.dims.get(graph.logits)![1]!;
  const b = new Builder(new Map(graph.dims), graph.input);
  for (const node of graph.nodes) OP_TABLE[node.op].forward(b, node);

  const inputs = ports(graph, [graph.input]);
  const outputs = ports(graph, [graph.logits]);
  const needsTarget = resolved.method !== "occlusion" && resolved.method !== "part-shapley";
  let targetName: string | null = null;
  let relevanceName: string | null = null;
  let absorbedName: string | null = null;
  const intermediates = new Map<string, string>();
  if (needsTarget) {
    const given = resolved.initial === "given";
    targetName = uniqueName(given ? "initial" : "target", graph.dims);
    inputs.push(
      given
        ? { name: targetName, kind: "float", dims: ["N", classCount] }
        : { name: targetName, kind: "int", dims: ["N"] },
    );
    const { relevance, arrived, absorbed } = methodRelevance({
      b,
      graph,
      options: resolved,
      target: targetName,
    });
    relevanceName = b.op("Identity", [relevance], {}, [uniqueName("relevance", graph.dims)]);
    outputs.push({ name: relevanceName, kind: "float", dims: ["N", ...inputShape.slice(1)] });
    if (absorbed !== undefined) {
      absorbedName = b.op("Identity", [absorbed], {}, [uniqueName("absorbed", graph.dims)]);
      outputs.push({ name: absorbedName, kind: "float", dims: ["N"] });
    }
    if (resolved.intermediates) {
      for (const [value, name] of arrived) {
        const output = b.op("Identity", [name], {}, [uniqueName(`relevance/${value}`, graph.dims)]);
        intermediates.set(value, output);
        outputs.push({ name: output, kind: "float", dims: ["N", ...graph.dims.get(value)!.slice(1)] });
      }
    }
  }
  const emitted: EmitGraph = finish(b, inputs, outputs);
  return compiled(model, emitted, {
    inputName: graph.input,
    targetName,
    logitsName: graph.logits,
    relevanceName,
    absorbedName,
    intermediates,
    inputShape,
    classCount,
    options: resolved,
  });
}

function compiled(
  model: Model,
  emitted: EmitGraph,
  rest: Omit<CompiledGraph, "bytes" | "external" | "hash">,
): CompiledGraph {
  const title = `${rest.options.method} explanation`;
  let bytes: Uint8Array | undefined;
  let hash: string | undefined;
  return {
    ...rest,
    get bytes() {
      bytes ??= concatBytes(encodeGraph(emitted, title, inline));
      return bytes;
    },
    get hash() {
      const key = [
        model.digest ?? sha256(model.bytes),
        rest.options,
        rest.logitsName,
        rest.inputShape,
        COMPILER_VERSION,
      ];
      hash ??= sha256(new TextEncoder().encode(JSON.stringify(key)));
      return hash;
    },
    external: (location) => encodeExternal(emitted, title, location),
  };
}
