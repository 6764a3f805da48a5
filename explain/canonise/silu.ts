import type { Graph, Node } from "../graph/ir";
import { consumersOf, producersOf } from "../graph/topology";
import { replaceNodes } from "./replace";

/** `x · σ(x) → SiLU`, `x · HardSigmoid(x; 1/6, 1/2) → HardSwish`: one activation instead of a product of two signals. */
export function findSilu(graph: Graph): Graph {
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  const replaced = new Map<Node, Node | null>();
  for (const node of graph.nodes) {
    if (node.op !== "Mul") continue;
    for (const [signal, gate] of [node.inputs, [...node.inputs].reverse()] as [string, string][]) {
      const sigmoid = producers.get(gate);
      if (!sigmoid || sigmoid.inputs[0] !== signal || (consumers.get(gate) ?? []).length !== 1) continue;
      const isHard = sigmoid.op === "HardSigmoid" && Math.abs((sigmoid.attrs.alpha as number) - 1 / 6) < 1e-6;
      if (sigmoid.op !== "Sigmoid" && !(isHard && sigmoid.attrs.beta === 0.5)) continue;
      replaced.set(sigmoid, null);
      replaced.set(node, { ...node, op: isHard ? "HardSwish" : "Silu", inputs: [signal] });
      break;
    }
  }
  return replaceNodes(graph, replaced);
}
