import { propagate } from "../backward";
import type { Node } from "../graph/ir";
import type { Incoming, Outgoing } from "../ops/types";
import { fromTarget } from "./head";
import { targetFactor } from "./start";
import type { MethodContext, MethodResult } from "./types";

type Vjp = (node: Node, incoming: Incoming) => Outgoing;

/** Gradients from the target's score towards the image; `step` may change what a vector-Jacobian product takes or gives. */
export function backwards(
  context: MethodContext,
  step: (vjp: Vjp, node: Node, incoming: Incoming) => Outgoing = (vjp, node, incoming) => vjp(node, incoming),
): Map<string, string> {
  const { b, graph } = context;
  const vjp = fromTarget(context);
  return propagate<string>(
    graph,
    targetFactor(context),
    (parts) => b.sum(parts),
    (node, incoming) => step(vjp, node, incoming),
    (value, share) => b.shapedLike(share, value),
  );
}

/** ∂ score / ∂ image (Simonyan 2014). */
export function gradient(context: MethodContext): MethodResult {
  const { b, graph } = context;
  const arrived = backwards(context);
  return { relevance: arrived.get(graph.input) ?? b.zerosLike(graph.input), arrived };
}

/** The gradient times the image. */
export function gradientTimesInput(context: MethodContext): MethodResult {
  const { relevance, arrived } = gradient(context);
  return { relevance: context.b.mul(relevance, context.graph.input), arrived };
}

/** Gradients that may only rise through a ReLU: what arrives negative is cut off (Springenberg 2015). */
export function guidedBackprop(context: MethodContext): MethodResult {
  const { b, graph } = context;
  const arrived = backwards(context, (vjp, node, incoming) => {
    const passed = node.op === "Relu" ? [b.op("Relu", [incoming[0]!])] : incoming;
    return vjp(node, passed);
  });
  return { relevance: arrived.get(graph.input) ?? b.zerosLike(graph.input), arrived };
}
