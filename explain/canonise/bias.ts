import type { Graph, Node } from "../graph/ir";
import { reshapeTensor, sizeOf } from "../graph/tensor";
import { consumersOf, producersOf } from "../graph/topology";
import { replaceNodes } from "./replace";

/** `MatMul + Add constant → one dense layer with a bias`: the bias then belongs to the layer's z, as in the literature. */
export function mergeBias(graph: Graph): Graph {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  const replaced = new Map<Node, Node | null>();
  for (const node of graph.nodes) {
    if (node.op !== "ScaleShift" || node.weights.scale || !node.weights.shift) continue;
    const before = producers.get(node.inputs[0]!);
    if (!before || (before.op !== "Gemm" && before.op !== "MatMul") || before.weights.b) continue;
    if ((consumers.get(before.outputs[0]!) ?? []).length !== 1 || before.outputs[0] === graph.logits)
      continue;
    const K = graph.dims.get(before.outputs[0]!)!.at(-1)!;
    const { shift } = node.weights;
    if (sizeOf(shift.dims) !== K || shift.dims.at(-1) !== K) continue;
    replaced.set(before, null);
    replaced.set(node, {
      ...before,
      outputs: node.outputs,
      weights: { ...before.weights, b: reshapeTensor(shift, [K]) },
    });
  }
  return replaceNodes(graph, replaced);
}
