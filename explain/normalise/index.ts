import { ExplainError } from "../errors";
import type { Graph, Issue } from "../graph/ir";
import { intTensor, sizeOf } from "../graph/tensor";
import { sortTopologically } from "../graph/topology";
import type { Model, RawNode } from "../onnx/read";
import { kindOfDataType } from "../onnx/tensor";
import { ACTIVATION } from "./activation";
import { intAttr } from "./attributes";
import { Context, type Normaliser, Unsupported } from "./context";
import { ELEMENTWISE } from "./elementwise";
import { FOLDERS } from "./fold";
import { LINEAR } from "./linear";
import { findLogits } from "./logits";
import { POOLING } from "./pooling";
import { QUANTISED } from "./quantised";
import { SHAPE } from "./shape";

const NORMALISERS: Readonly<Record<string, Normaliser>> = {
  ...LINEAR,
  ...ACTIVATION,
  ...POOLING,
  ...ELEMENTWISE,
  ...SHAPE,
  ...QUANTISED,
};

/** Operator types a model may contain, sorted; those that only occur between constants included. */
export const SUPPORTED_OPS: readonly string[] = [
  ...new Set([...Object.keys(NORMALISERS), ...Object.keys(FOLDERS)]),
].sort();

const WHOLE_NUMBERS = /^(QLinear|DynamicQuantize|ConvInteger|MatMulInteger)/;

export interface NormaliseOptions {
  /** Name of the value that holds the class scores before softmax; found by structure when left out. */
  readonly logits?: string;
  /** Shape to use where the model leaves its input open, e.g. `[1, 3, 224, 224]`. */
  readonly inputShape?: readonly number[];
}

export interface Normalised {
  /** Null where an issue hides what the graph computes. */
  readonly graph: Graph | null;
  readonly issues: readonly Issue[];
  readonly inputDims: readonly number[];
  readonly source: { readonly nodes: readonly Graph["nodes"][number][] };
}

function inputOf(model: Model, options: NormaliseOptions): { name: string; dims: number[] } {
  const candidates = model.inputs.filter(
    (i) => kindOfDataType(i.elemType) === "float" && (i.dims?.length ?? 4) >= 2,
  );
  const input = candidates.length > 1 ? candidates.find((i) => (i.dims?.length ?? 0) >= 3) : candidates[0];
  if (!input) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      "The model has no floating-point image input; export it with one [N,C,H,W] input.",
    );
  }
  const declared = input.dims ?? options.inputShape ?? null;
  const dims = declared?.map((d, axis) => d ?? options.inputShape?.[axis] ?? (axis === 0 ? 1 : null));
  if (!dims || dims.some((d) => d === null)) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      `Input "${input.name}" has an open shape [${(declared ?? []).map((d) => d ?? "?")}]; give the input shape, e.g. 1,3,224,224.`,
    );
  }
  const result = dims as number[];
  if (result.length < 2 || result.some((d) => d < 1) || !Number.isSafeInteger(sizeOf(result))) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      `Input "${input.name}" has the shape [${result}]; one [N,C,H,W] image batch is needed.`,
    );
  }
  return { name: input.name, dims: result };
}

function shapeOf(context: Context, node: RawNode): void {
  const { dims } = context.value(node, 0);
  const start = intAttr(node, "start", 0);
  const end = node.attrs.has("end") ? intAttr(node, "end", 0) : dims.length;
  const part = dims.slice(start, end);
  context.constants.set(node.outputs[0]!, intTensor([part.length], part));
}

function visit(context: Context, node: RawNode): void {
  const inputs = node.inputs.filter((name) => name !== "");
  const issue = (reason: string) => context.issues.push({ node: node.name, op: node.op, reason });
  if (WHOLE_NUMBERS.test(node.op)) {
    issue(
      "quantised operators cannot be explained; quantise to QuantizeLinear/DequantizeLinear pairs, or export the float model",
    );
    return;
  }
  if ((node.domain !== "" && node.domain !== "com.microsoft") || !SUPPORTED_OPS.includes(node.op)) {
    issue("no rule for this operator");
    return;
  }
  // What follows an unsupported node has no known shape; naming it as well would only hide the cause.
  if (!inputs.every((name) => context.isKnown(name))) return;
  try {
    const constants = node.inputs.map((_, i) => context.constant(node, i));
    const folder = FOLDERS[node.op];
    if (folder && node.inputs.every((name, i) => name === "" || constants[i])) {
      context.constants.set(node.outputs[0]!, folder(constants, node));
      return;
    }
    if (node.op === "Shape") {
      shapeOf(context, node);
      return;
    }
    const normaliser = NORMALISERS[node.op];
    if (!normaliser) throw new Unsupported("it works on activations, and there is no rule for that");
    normaliser(context, node);
  } catch (error) {
    if (error instanceof Unsupported) issue(error.message);
    else if (error instanceof RangeError || error instanceof TypeError) issue(`invalid: ${error.message}`);
    else throw error;
  }
}

/**
 * The source graph with constants folded, opset differences evened out and shapes inferred.
 *
 * @throws ExplainError INVALID_GRAPH (cycle, unknown value), UNSUPPORTED_MODEL (no image input, no class scores)
 */
export function normalise(model: Model, options: NormaliseOptions = {}): Normalised {
  const input = inputOf(model, options);
  const context = new Context(model.opset, input.dims[0]!);
  context.dims.set(input.name, input.dims);
  for (const [name, tensor] of model.initializers) context.constants.set(name, tensor);
  const given = new Set([...model.inputs.map((i) => i.name), ...model.initializers.keys()]);
  const sorted = sortTopologically(model.nodes, given);
  for (const node of sorted) visit(context, node);
  const source = { nodes: context.nodes };
  if (context.issues.length > 0) {
    return { graph: null, issues: context.issues, inputDims: input.dims, source };
  }
  const logits = findLogits(context, model, options.logits);
  const graph: Graph = { input: input.name, nodes: context.nodes, dims: context.dims, logits };
  return { graph, issues: [], inputDims: input.dims, source };
}
