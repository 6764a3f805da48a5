import { COMPOSITES, type Composite, type CompositeName, type LayerRule } from "../composites";
import type { Graph, Node } from "../graph/ir";
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

/** Layers whose input is the image, with nothing but layout or activations in between. */
function firstLayers(graph: Graph): Set<Node> {
  const fromImage = new Set([graph.input]);
  const first = new Set<Node>();
  for (const node of graph.nodes) {
    if (!node.inputs.some((i) => fromImage.has(i))) continue;
    if (hasWeightMatrix(node)) first.add(node);
    else for (const output of node.outputs) fromImage.add(output);
  }
  return first;
}

function layerRule(composite: Composite, node: Node, isFirst: boolean): LayerRule {
  if (!hasWeightMatrix(node)) return "epsilon";
  const convolution = node.op === "Conv" || node.op === "ConvTranspose";
  if (isFirst && composite.first && (convolution || composite.first !== "zbox")) return composite.first;
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
        family === "linear" ? layerRule(composite, node, first.has(node)) : byFamily[family],
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
