import { propagate } from "../backward";
import { assignRules, ruleFunction } from "../rules/index";
import { nonNegativeValues } from "../rules/sign";
import { initialRelevance } from "./start";
import type { MethodContext, MethodResult } from "./types";

/** Layer-wise relevance propagation under a composite. */
export function lrp(context: MethodContext): MethodResult {
  const { b, graph, options } = context;
  const nonNegative = nonNegativeValues(graph);
  const ruleContext = { b, parameters: options, nonNegative: (value: string) => nonNegative.has(value) };
  const ruleOf = ruleFunction(graph, assignRules(graph, options.composite));
  const arrived = propagate(b, graph, graph.logits, initialRelevance(context), (node, incoming) =>
    ruleOf(node)(ruleContext, node, incoming),
  );
  return { relevance: arrived.get(graph.input) ?? b.zerosLike(graph.input), arrived };
}
