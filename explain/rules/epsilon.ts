import type { Node } from "../graph/ir";
import { OP_TABLE } from "../ops/index";
import type { Incoming } from "../ops/types";
import { divideStabilised } from "./stabilise";
import type { Rule, RuleContext } from "./types";

/** R_i = a_i · Σ_j (∂z_j/∂a_i) · R_j / stab(z_j): for a linear layer ∂z_j/∂a_i is w_ij. */
function proportional({ b }: RuleContext, node: Node, [r]: Incoming, epsilon: number): (string | null)[] {
  if (!r) return node.inputs.map(() => null);
  const definition = OP_TABLE[node.op];
  const s = divideStabilised(b, r, node.outputs[0]!, epsilon);
  const c = (definition.frozenVjp ?? definition.vjp)(b, node, [s]);
  return c.map((ci, i) => (ci ? b.mul(node.inputs[i]!, ci) : null));
}

/** LRP-ε (Bach 2015; Eq. 3 of the CatViz paper); z_j has its bias, whose own share of the relevance vanishes. */
export const epsilon: Rule = (context, node, incoming) =>
  proportional(context, node, incoming, context.parameters.epsilon);

/**
 * Sums, averages and normalisation layers (statistics held constant) share out in proportion to what each input
 * contributed: Zennit's *Norm*.
 */
export const norm: Rule = (context, node, incoming) =>
  proportional(context, node, incoming, context.parameters.stabilizer);
