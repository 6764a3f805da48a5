import { COMPOSITES, type Composite, type CompositeName, type LayerRule } from "../composites";
import type { Graph, Node, Op } from "../graph/ir";
import { producersOf } from "../graph/topology";
import { OP_TABLE } from "../ops/index";
import { epsilon, norm } from "./epsilon";
import { gate, signalOf } from "./gate";
import { flat, wsquare, zbox } from "./input";
import { hasWeightMatrix } from "./layer";
import { pass, route, winner } from "./pass";
import { alphaBeta, gamma, zplus } from "./signed";
import type { Rule } from "./types";

const LAYER_RULES: Readonly<Record<LayerRule, Rule>> = {
  epsilon,
  gamma,
  zplus,
  alphaBeta,
  zbox,
  wsquare,
  flat,
};

export type RuleName = LayerRule | "pass" | "norm" | "winner" | "route" | "gate";

/** What turns the bounds of its inputs into bounds of its output. */
const MONOTONE: ReadonlySet<Op> = new Set([
  "ScaleShift",
  "Relu",
  "Clip",
  "FakeQuantize",
  "MaxPool",
  "AveragePool",
  "Resize",
  "Pad",
  "Slice",
  "Split",
  "Concat",
  "Reshape",
  "Transpose",
]);

/** Layers that see the image and nothing else, no other layer in between; and whether bounds of its pixels reach them. */
function firstLayers(graph: Graph): Map<Node, { readonly bounded: boolean }> {
  const bounded = new Map([[graph.input, true]]);
  const first = new Map<Node, { bounded: boolean }>();
  for (const node of graph.nodes) {
    if (!node.inputs.every((i) => bounded.has(i))) continue;
    const isBounded = node.inputs.every((i) => bounded.get(i));
    if (hasWeightMatrix(node)) first.set(node, { bounded: isBounded });
    else for (const output of node.outputs) bounded.set(output, isBounded && MONOTONE.has(node.op));
  }
  return first;
}

function layerRule(
  composite: Composite,
  node: Node,
  first: { readonly bounded: boolean } | undefined,
): LayerRule {
  if (!hasWeightMatrix(node)) return "epsilon";
  const convolution = node.op === "Conv" || node.op === "ConvTranspose";
  const fits = composite.first !== "zbox" || (convolution && first?.bounded);
  if (first && composite.first && fits) return composite.first;
  return convolution ? composite.convolution : composite.dense;
}

/** Which rule every node follows under a composite. */
export function assignRules(
  graph: Graph,
  name: CompositeName,
  firstRule?: LayerRule | null,
): Map<Node, RuleName> {
  const composite: Composite = firstRule ? { ...COMPOSITES[name], first: firstRule } : COMPOSITES[name];
  const first = firstLayers(graph);
  const byFamily = {
    activation: "pass",
    sum: "norm",
    average: "norm",
    frozen: "norm",
    winner: "winner",
    route: "route",
    gate: "gate",
  } as const;
  return new Map(
    graph.nodes.map((node) => {
      const { family } = OP_TABLE[node.op];
      return [
        node,
        family === "linear" ? layerRule(composite, node, first.get(node)) : byFamily[family],
      ] as const;
    }),
  );
}

/** The function behind each rule's name. */
export function ruleFunction(graph: Graph, rules: ReadonlyMap<Node, RuleName>): (node: Node) => Rule {
  const producers = producersOf(graph.nodes);
  return (node) => {
    const name = rules.get(node)!;
    switch (name) {
      case "pass":
        return pass;
      case "norm":
        return norm;
      case "winner":
        return winner;
      case "route":
        return route;
      case "gate":
        return gate(signalOf(graph, producers, node));
      default:
        return LAYER_RULES[name];
    }
  };
}
