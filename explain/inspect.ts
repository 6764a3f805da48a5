import { canonise } from "./canonise/index";
import type { CompositeName } from "./composites";
import { ExplainError } from "./errors";
import type { Issue } from "./graph/ir";
import { normalise } from "./normalise/index";
import type { Model } from "./onnx/read";
import type { CompileOptions } from "./options";
import { assignRules, type RuleName } from "./rules/index";

export interface Layer {
  readonly node: string;
  readonly op: string;
  readonly rule: RuleName;
}

export interface Inspection {
  readonly inputs: readonly { readonly name: string; readonly dims: readonly (number | null)[] | null }[];
  readonly outputs: readonly { readonly name: string; readonly dims: readonly (number | null)[] | null }[];
  /** The layers after canonisation, with the rule each follows; empty where something is unsupported. */
  readonly layers: readonly Layer[];
  readonly unsupported: readonly Issue[];
  readonly explainable: boolean;
  /** `[N,C,H,W]` as declared; null where the model has no image input of four axes. */
  readonly inputShape: readonly number[] | null;
  readonly classCount: number | null;
  readonly opset: number;
  /** Why the model is not explainable, in one line, where no single node is to blame. */
  readonly reason: string | null;
}

/** What a model is, and whether and how it would be explained. Never throws on an unsupported model. */
export function inspectModel(model: Model, options: CompileOptions = {}): Inspection {
  const composite: CompositeName = options.composite ?? "epsilon";
  const base = {
    inputs: model.inputs.map(({ name, dims }) => ({ name, dims })),
    outputs: model.outputs.map(({ name, dims }) => ({ name, dims })),
    opset: model.opset,
  };
  const empty = { layers: [], explainable: false, inputShape: null, classCount: null };
  try {
    const { graph, issues, inputDims } = normalise(model, options);
    const inputShape = inputDims.length === 4 ? inputDims : null;
    if (!graph) return { ...base, ...empty, unsupported: issues, inputShape, reason: null };
    const canonical = canonise(graph);
    const rules = assignRules(canonical, composite);
    return {
      ...base,
      layers: canonical.nodes.map((n) => ({ node: n.name, op: n.op, rule: rules.get(n)! })),
      unsupported: [],
      explainable: true,
      inputShape,
      classCount: canonical.dims.get(canonical.logits)![1]!,
      reason: null,
    };
  } catch (error) {
    if (!(error instanceof ExplainError)) throw error;
    return { ...base, ...empty, unsupported: [], reason: error.message };
  }
}
