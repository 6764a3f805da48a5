import { propagate } from "../backward";
import { OP_TABLE } from "../ops/index";
import { initialGradient } from "./start";
import type { MethodContext, MethodResult } from "./types";

/** ∂ score / ∂ image (Simonyan 2014). */
export function gradient(context: MethodContext): MethodResult {
  const { b, graph } = context;
  const arrived = propagate(b, graph, graph.logits, initialGradient(context), (node, incoming) =>
    OP_TABLE[node.op].vjp(b, node, incoming),
  );
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
  const arrived = propagate(b, graph, graph.logits, initialGradient(context), (node, incoming) => {
    const passed = node.op === "Relu" ? incoming.map((g) => (g ? b.op("Relu", [g]) : null)) : incoming;
    return OP_TABLE[node.op].vjp(b, node, passed);
  });
  return { relevance: arrived.get(graph.input) ?? b.zerosLike(graph.input), arrived };
}
