import type { Builder } from "../emit/builder";
import { type Graph, int, ints, type Node, type Op } from "../graph/ir";
import { sizeOf } from "../graph/tensor";
import { consumersOf, producersOf } from "../graph/topology";
import { OP_TABLE } from "../ops/index";
import type { Incoming, Outgoing } from "../ops/types";
import type { MethodContext } from "./types";

/** Work on every cell alone. */
const CELLWISE: ReadonlySet<Op> = new Set(["Relu", "Clip", "LeakyRelu", "ScaleShift"]);

/** Whether what is at class k of the output comes from class k of the input alone. */
function keepsClasses(graph: Graph, node: Node): boolean {
  if (CELLWISE.has(node.op)) return true;
  if (node.op === "ReduceMean") return ints(node, "axes").every((axis) => axis >= 2);
  const [from, to] = [graph.dims.get(node.inputs[0]!)!, graph.dims.get(node.outputs[0]!)!];
  return node.op === "Reshape" && from[1] === to[1] && sizeOf(from.slice(2)) === sizeOf(to.slice(2));
}

const isPointwise = (node: Node) =>
  node.op === "Conv" &&
  int(node, "group") === 1 &&
  ints(node, "kernel").every((k) => k === 1) &&
  ints(node, "strides").every((s) => s === 1) &&
  ints(node, "pads").every((p) => p === 0);

/** The layer that makes the classes: each of its outputs goes into the score of one class only. */
function headOf(graph: Graph): Node | null {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  let value = graph.logits;
  for (;;) {
    const node = producers.get(value);
    const others = (consumers.get(value)?.length ?? 0) - (value === graph.logits ? 0 : 1);
    if (!node || others > 0) return null;
    if (node.op === "Gemm" || isPointwise(node)) return node;
    if (!keepsClasses(graph, node)) return null;
    value = node.inputs[0]!;
  }
}

/** `[N, K, …]` → `[N, 1, …]` */
function ofTarget(b: Builder, value: string, target: string): string {
  const index = b.op("Unsqueeze", [target, b.ints([1])]);
  return b.op("Unsqueeze", [b.op("GatherND", [value, index], { batch_dims: 1 }), b.ints([1])]);
}

/** The weights that make the target's outputs, `[N, C, 1, …]`. */
function targetWeights(b: Builder, node: Node, target: string): string {
  const W = b.tensor(node.weights.W!);
  if (node.op === "Conv" || int(node, "transB") === 1) return b.op("Gather", [W, target], { axis: 0 });
  return b.op("Transpose", [b.op("Gather", [W, target], { axis: 1 })], { perm: [1, 0] });
}

/**
 * The vector-Jacobian products of a graph whose backward pass starts at one class: in the layer that makes the classes all but
 * the target's outputs get nothing, so that a row of its weights does instead of all of them.
 */
export function fromTarget({ b, graph, options, target }: MethodContext) {
  const head = options.initial === "given" ? null : headOf(graph);
  return (node: Node, incoming: Incoming): Outgoing => {
    if (node !== head) return OP_TABLE[node.op].vjp(b, node, incoming);
    return [b.mul(targetWeights(b, node, target), ofTarget(b, incoming[0]!, target))];
  };
}
