import type { Node } from "../graph/ir";
import { OP_TABLE } from "../ops/index";
import { absorbBias } from "./absorb";
import { product, type Relevance } from "./relevance";
import { quotient } from "./stabilise";
import type { Rule, RuleContext } from "./types";

/** R_i = a_i · Σ_j (∂z_j/∂a_i) · R_j / stab(z_j): for a linear layer ∂z_j/∂a_i is w_ij. */
function proportional(context: RuleContext, node: Node, r: Relevance, epsilon: number): (Relevance | null)[] {
  const { b } = context;
  const { frozenVjp } = OP_TABLE[node.op];
  const s = quotient(context, r, node.outputs[0]!, epsilon);
  const c = frozenVjp ? frozenVjp(b, node, [s]) : context.vjp(node, [s]);
  absorbBias(context, node, s, node.weights.b ?? node.weights.shift);
  return c.map((ci, i) => (ci ? product(b, node.inputs[i]!, ci) : null));
}

/** LRP-ε (Bach 2015; Eq. 3 of the CatViz paper); z_j has its bias, whose own share of the relevance vanishes. */
export const epsilon: Rule = (context, node, [r]) =>
  proportional(context, node, r!, context.parameters.epsilon);

/**
 * Sums, averages and normalisation layers (statistics held constant) share out in proportion to what each input
 * contributed: Zennit's *Norm*.
 */
export const norm: Rule = (context, node, [r]) =>
  proportional(context, node, r!, context.parameters.stabilizer);
