import type { Graph, Node, Op } from "../graph/ir";

const ALWAYS: ReadonlySet<Op> = new Set(["Relu", "Sigmoid", "HardSigmoid", "Softplus", "Sqrt"]);
/** Non-negative as soon as all inputs are. */
const INHERITED: ReadonlySet<Op> = new Set([
  "MaxPool",
  "AveragePool",
  "ReduceMean",
  "ReduceSum",
  "Add",
  "Mul",
  "Concat",
  "Split",
  "Slice",
  "Reshape",
  "Transpose",
  "Resize",
  "Lrn",
]);

function isNonNegative(node: Node, known: ReadonlySet<string>): boolean {
  if (ALWAYS.has(node.op) || (node.op === "Softmax" && node.attrs.log === 0)) return true;
  if (node.op === "Clip") return (node.attrs.min as number) >= 0;
  const inherited = node.inputs.every((input) => known.has(input));
  if (INHERITED.has(node.op)) return inherited;
  if (node.op === "FakeQuantize") return inherited || (node.attrs.low as number) >= 0;
  return node.op === "Pad" && inherited && (node.attrs.value as number) >= 0;
}

/** Values that cannot be negative, whatever the image. */
export function nonNegativeValues(graph: Graph): Set<string> {
  const known = new Set<string>();
  for (const node of graph.nodes) {
    if (isNonNegative(node, known)) for (const output of node.outputs) known.add(output);
  }
  return known;
}
