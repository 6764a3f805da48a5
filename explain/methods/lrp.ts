import { propagate } from "../backward";
import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";
import { consumersOf, producersOf } from "../graph/topology";
import { assignRules, type RuleName, ruleFunction } from "../rules/index";
import { plain, product, type Relevance, total } from "../rules/relevance";
import { nonNegativeValues } from "../rules/sign";
import type { RuleContext } from "../rules/types";
import { fromTarget } from "./head";
import { targetFactor } from "./start";
import type { MethodContext, MethodResult } from "./types";

function ruleContext(context: MethodContext, rules: ReadonlyMap<Node, RuleName>): RuleContext {
  const { b, graph, options } = context;
  const nonNegative = nonNegativeValues(graph);
  const producers = producersOf(graph.nodes);
  const consumers = consumersOf(graph.nodes);
  const dividedNext = (value: string): number | null => {
    if (!nonNegative.has(value) || consumers.get(value)?.length !== 1) return null;
    const made = producers.get(value);
    if (made?.op !== "Relu" || consumers.get(made.inputs[0]!)?.length !== 1) return null;
    const layer = producers.get(made.inputs[0]!);
    const rule = layer && rules.get(layer);
    return rule === "epsilon" ? options.epsilon : rule === "norm" ? options.stabilizer : null;
  };
  return {
    b,
    parameters: options,
    vjp: fromTarget(context),
    nonNegative: (value) => nonNegative.has(value),
    producer: (value) => producers.get(value),
    dividedNext,
    absorbed: options.absorbed ? [] : null,
  };
}

/** Eq. 1 of the paper: the pre-softmax score of the class at that class, 0 elsewhere; or whatever start was given. */
function start(context: MethodContext): Relevance {
  const { b, graph, options, target } = context;
  return options.initial === "given" ? plain(target) : product(b, graph.logits, targetFactor(context));
}

/** `[N]`; zeros for a network without constants. */
function absorbedTotal(b: Builder, terms: readonly string[]): string {
  return terms.length === 0 ? b.op("ConstantOfShape", [b.batch()]) : b.sum(terms);
}

/** Layer-wise relevance propagation under a composite. */
export function lrp(context: MethodContext): MethodResult {
  const { b, graph, options } = context;
  const rules = assignRules(graph, options.composite, options.first);
  const forRules = ruleContext(context, rules);
  const ruleOf = ruleFunction(graph, rules);
  const found = propagate<Relevance>(
    graph,
    start(context),
    (parts) => total(b, parts),
    (node, incoming) => ruleOf(node)(forRules, node, incoming),
    (value, { name }) => b.shapedLike(name, value),
  );
  const relevance = found.get(graph.input)?.plain() ?? b.zerosLike(graph.input);
  const arrived = options.intermediates
    ? new Map([...found].map(([value, r]) => [value, r.plain()]))
    : new Map();
  if (!forRules.absorbed) return { relevance, arrived };
  return { relevance, arrived, absorbed: absorbedTotal(b, forRules.absorbed) };
}
