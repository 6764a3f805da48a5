import type { Builder } from "../emit/builder";
import type { Node } from "../graph/ir";
import type { Tensor } from "../graph/tensor";
import { absorbBias } from "./absorb";
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
 * both halves, all times `scale`. Where the input cannot be negative the second half is nothing and is not emitted.
 */
function shareOut(context: RuleContext, node: Node, r: string, split: Split, scale = 1): string {
  const { b, parameters, nonNegative } = context;
  const x = node.inputs[0]!;
  const { W, b: bias } = node.weights;
  const one = split.forPositive(W!);
  const two = split.forNegative(W!);
  const plainInput = nonNegative(x);
  const xp = plainInput ? x : positiveInput(b, x);
  const shift = bias ? split.forPositive(bias) : null;
  const zp = applyLayer(b, node, xp, one, shift);
  if (plainInput) {
    const s = divideStabilised(b, r, zp, parameters.stabilizer);
    absorbBias(context, node, s, shift, scale);
    return scaled(b, b.mul(xp, layerBackward(b, node, s, one)), scale);
  }
  const xn = negativeInput(b, x);
  const z = b.add(zp, applyLayer(b, node, xn, two, null));
  const s = divideStabilised(b, r, z, parameters.stabilizer);
  absorbBias(context, node, s, shift, scale);
  const shares = b.add(b.mul(xp, layerBackward(b, node, s, one)), b.mul(xn, layerBackward(b, node, s, two)));
  return scaled(b, shares, scale);
}

const scaled = (b: Builder, value: string, scale: number) =>
  scale === 1 ? value : b.mul(value, b.scalar(scale));

/** z⁺ (Montavon 2017), generalised for negative inputs: only what raises z counts. */
export const zplus: Rule = (context, node, [r]) => [plain(shareOut(context, node, r!.plain(), RAISING))];

/** αβ (Bach 2015): α of what raises z less β of what lowers it, α − β = 1. */
export const alphaBeta: Rule = (context, node, [r]) => {
  const { b, parameters } = context;
  const raised = shareOut(context, node, r!.plain(), RAISING, parameters.alpha);
  const lowered = shareOut(context, node, r!.plain(), LOWERING, -parameters.beta);
  return [plain(b.add(raised, lowered))];
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
