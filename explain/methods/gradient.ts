import { propagate } from "../backward";
import type { Node } from "../graph/ir";
import { OP_TABLE } from "../ops/index";
import type { Incoming, Outgoing } from "../ops/types";
import { targetFactor } from "./start";
import type { MethodContext, MethodResult } from "./types";

type Step = (node: Node, incoming: Incoming) => Outgoing;

/** Gradients from the target's score towards the image, by a step of the caller's. */
export function backwards(context: MethodContext, step: Step): Map<string, string> {
  const { b, graph } = context;
  return propagate<string>(
    graph,
    targetFactor(context),
    (parts) => b.sum(parts),
    step,
    (value, share) => b.shapedLike(share, value),
  );
}

/** ∂ score / ∂ image (Simonyan 2014). */
export function gradient(context: MethodContext): MethodResult {
  const { b, graph } = context;
  const arrived = backwards(context, (node, incoming) => OP_TABLE[node.op].vjp(b, node, incoming));
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
  const arrived = backwards(context, (node, incoming) => {
    const passed = node.op === "Relu" ? [b.op("Relu", [incoming[0]!])] : incoming;
    return OP_TABLE[node.op].vjp(b, node, passed);
  });
  return { relevance: arrived.get(graph.input) ?? b.zerosLike(graph.input), arrived };
}
