import { floatTensor } from "../graph/tensor";
import { applyLayer, layerBackward, negativePart, ones, positivePart, squared } from "./layer";
import { plain } from "./relevance";
import { divideStabilised } from "./stabilise";
import type { Rule, RuleContext } from "./types";

/** One value a channel, spread over the input of a layer. */
function channelValues({ b }: RuleContext, x: string, values: readonly number[], zeros: string): string {
  const dims = b.dimsOf(x);
  const shape = [1, values.length, ...new Array<number>(dims.length - 2).fill(1)];
  return b.add(
    zeros,
    b.keyed(`channels:${shape}:${values}`, () => floatTensor(shape, values)),
  );
}

/**
 * z^B (Montavon 2017), for pixels that lie in a box: z_j = Σ_i (x_i w_ij − l_i w⁺_ij − h_i w⁻_ij), with the lowest and
 * highest normalised value l, h of each channel; the bias is treated as in Zennit (clamped with the weights).
 */
export const zbox: Rule = (context, node, [r]) => {
  const { b, parameters } = context;
  const x = node.inputs[0]!;
  const { W, b: bias } = node.weights;
  const zeros = b.zerosLike(x);
  const low = channelValues(context, x, parameters.low, zeros);
  const high = channelValues(context, x, parameters.high, zeros);
  const [wp, wn] = [positivePart(W!), negativePart(W!)];
  const zl = applyLayer(b, node, low, wp, bias ? positivePart(bias) : null);
  const zh = applyLayer(b, node, high, wn, bias ? negativePart(bias) : null);
  const z = b.op("Sub", [b.op("Sub", [node.outputs[0]!, zl]), zh]);
  const s = divideStabilised(b, r!.plain(), z, parameters.stabilizer);
  const own = b.mul(x, layerBackward(b, node, s, W!));
  const fromLow = b.mul(low, layerBackward(b, node, s, wp));
  const fromHigh = b.mul(high, layerBackward(b, node, s, wn));
  return [plain(b.op("Sub", [b.op("Sub", [own, fromLow]), fromHigh]))];
};

/** Shares out by weights alone, the input taken as all ones. */
function byWeights(modify: typeof squared, withBias: boolean): Rule {
  return ({ b, parameters }, node, [r]) => {
    const { W, b: bias } = node.weights;
    const unit = b.add(b.zerosLike(node.inputs[0]!), b.scalar(1));
    const z = applyLayer(b, node, unit, modify(W!), withBias && bias ? modify(bias) : null);
    return [
      plain(layerBackward(b, node, divideStabilised(b, r!.plain(), z, parameters.stabilizer), modify(W!))),
    ];
  };
}

/** w² (Montavon 2017): R_i = Σ_j w²_ij R_j / Σ_i w²_ij (with the squared bias in the denominator, as in Zennit). */
export const wsquare: Rule = byWeights(squared, true);

/** Flat (Lapuschkin 2019): evenly over the receptive field. */
export const flat: Rule = byWeights(ones, false);
