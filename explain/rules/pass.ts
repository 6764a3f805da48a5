import { OP_TABLE } from "../ops/index";
import { divided, plain, product } from "./relevance";
import type { Rule } from "./types";

/** Activations: relevance goes through unchanged. */
export const pass: Rule = (_, node, [r]) => node.inputs.map(() => r!);

/**
 * Layout: relevance takes the way of the gradient. Every output cell is a copy of an input cell (or constant padding), so
 * with R = y ⊙ c at the output, R = x ⊙ route(c) at the input.
 */
export const route: Rule = ({ b }, node, incoming) => {
  const { vjp } = OP_TABLE[node.op];
  const isProduct = incoming.every((r, i) => r === null || r.product?.value === node.outputs[i]);
  if (!isProduct) {
    return vjp(
      b,
      node,
      incoming.map((r) => r?.plain() ?? null),
    ).map((r) => (r ? plain(r) : null));
  }
  const factors = incoming.map((r) => r?.product?.factor ?? null);
  return vjp(b, node, factors).map((c, i) => (c ? product(b, node.inputs[i]!, c) : null));
};

/**
 * Max-pooling: the winner takes all. The winner's value is the pool's output; where the next step down divides by it, the
 * division is done here, on the few pooled cells.
 */
export const winner: Rule = (context, node, incoming) => {
  const { b } = context;
  const [r] = incoming;
  const [x, y] = [node.inputs[0]!, node.outputs[0]!];
  const epsilon = context.dividedNext(x);
  if (epsilon === null || r!.product?.value !== y) return route(context, node, incoming);
  const s = b.div(r!.plain(), b.add(y, b.scalar(epsilon)));
  return [divided(b, x, epsilon, OP_TABLE[node.op].vjp(b, node, [s])[0]!)];
};
