import type { Node } from "../graph/ir";
import type { Tensor } from "../graph/tensor";
import {
  applyLayer,
  layerBackward,
  negativeInput,
  negativePart,
  positiveInput,
  positivePart,
  withMoreNegative,
  withMorePositive,
} from "./layer";
import { plain } from "./relevance";
import { divideStabilised } from "./stabilise";
import type { Rule, RuleContext } from "./types";

type Modify = (tensor: Tensor) => Tensor;

/** One way of splitting a layer: weights for positive inputs, weights for negative inputs. The bias goes with the first. */
interface Split {
  readonly forPositive: Modify;
  readonly forNegative: Modify;
}

/** Contributions that raise z: positive inputs by positive weights, negative inputs by negative ones. */
const RAISING: Split = { forPositive: positivePart, forNegative: negativePart };
/** Contributions that lower z. */
const LOWERING: Split = { forPositive: negativePart, forNegative: positivePart };

/**
 * Shares `r` out over one split: R_i = x⁺_i Σ_j w⁽⁺⁾_ij s_j + x⁻_i Σ_j w⁽⁻⁾_ij s_j with s = r / stab(z) and z the sum of
 * both halves. Where the input cannot be negative the second half is nothing and is not emitted.
 */
function shareOut({ b, parameters, nonNegative }: RuleContext, node: Node, r: string, split: Split): string {
  const x = node.inputs[0]!;
  const { W, b: bias } = node.weights;
  const one = split.forPositive(W!);
  const two = split.forNegative(W!);
  const plainInput = nonNegative(x);
  const xp = plainInput ? x : positiveInput(b, x);
  const zp = applyLayer(b, node, xp, one, bias ? split.forPositive(bias) : null);
  if (plainInput) {
    return b.mul(xp, layerBackward(b, node, divideStabilised(b, r, zp, parameters.stabilizer), one));
  }
  const xn = negativeInput(b, x);
  const z = b.add(zp, applyLayer(b, node, xn, two, null));
  const s = divideStabilised(b, r, z, parameters.stabilizer);
  return b.add(b.mul(xp, layerBackward(b, node, s, one)), b.mul(xn, layerBackward(b, node, s, two)));
}

/** z⁺ (Montavon 2017), generalised for negative inputs: only what raises z counts. */
export const zplus: Rule = (context, node, [r]) => [plain(shareOut(context, node, r!.plain(), RAISING))];

/** αβ (Bach 2015): α of what raises z less β of what lowers it, α − β = 1. */
export const alphaBeta: Rule = (context, node, [r]) => {
  const { b, parameters } = context;
  const raised = b.mul(shareOut(context, node, r!.plain(), RAISING), b.scalar(parameters.alpha));
  const lowered = b.mul(shareOut(context, node, r!.plain(), LOWERING), b.scalar(parameters.beta));
  return [plain(b.op("Sub", [raised, lowered]))];
};

/**
 * γ (Montavon 2019), generalised (Andéol 2021): where z > 0 what raises it is favoured by γ, where z < 0 what lowers it.
 * Neurons with z = 0 share out nothing.
 */
export const gamma: Rule = (context, node, [r]) => {
  const { b, parameters } = context;
  const more = withMorePositive(parameters.gamma);
  const less = withMoreNegative(parameters.gamma);
  const z = node.outputs[0]!;
  const zero = b.scalar(0);
  const above = b.op("Where", [b.op("Greater", [z, zero]), r!.plain(), zero]);
  const below = b.op("Where", [b.op("Less", [z, zero]), r!.plain(), zero]);
  return [
    plain(
      b.add(
        shareOut(context, node, above, { forPositive: more, forNegative: less }),
        shareOut(context, node, below, { forPositive: less, forNegative: more }),
      ),
    ),
  ];
};
