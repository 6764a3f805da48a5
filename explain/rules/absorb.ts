import type { Node, Op } from "../graph/ir";
import type { Tensor } from "../graph/tensor";
import type { RuleContext } from "./types";

/** Their constant is one number a channel, on axis 1; everywhere else it broadcasts over the last axes. */
const PER_CHANNEL: ReadonlySet<Op> = new Set(["Conv", "ConvTranspose", "InstanceNormalization"]);

/**
 * Notes what a layer's bias takes of the relevance: Σ_j b_j s_j with s_j = R_j / stab(z_j). It is the part of z_j that no input
 * made, so no input gets its share. `bias` is what the rule puts in z; `scale` what the rule multiplies its result by.
 */
export function absorbBias(
  { b, absorbed }: RuleContext,
  node: Node,
  s: string,
  bias: Tensor | null | undefined,
  scale = 1,
): void {
  if (!absorbed || !bias) return;
  const axes = b.dimsOf(node.outputs[0]!).map((_, i) => i);
  const perChannel = PER_CHANNEL.has(node.op);
  // The same number at every place: summing over places first is one pass over memory instead of two.
  const summed = perChannel ? b.op("ReduceSum", [s, b.ints(axes.slice(2))], { keepdims: 0 }) : s;
  const weighed = b.mul(summed, b.tensor(bias, "b"));
  const taken = b.op("ReduceSum", [weighed, b.ints(perChannel ? [1] : axes.slice(1))], { keepdims: 0 });
  absorbed.push(scale === 1 ? taken : b.mul(taken, b.scalar(scale)));
}
