import { floatTensor } from "../graph/tensor";
import { OP_TABLE } from "../ops/index";
import { absorbBias } from "./absorb";
import { applyLayer, layerBackward, negativePart, ones, positivePart, squared } from "./layer";
import { plain } from "./relevance";
import { divideStabilised } from "./stabilise";
import type { Rule, RuleContext } from "./types";

/** What an image of one value a channel becomes at `x`, on a way of nothing but monotone operations. */
function imageOf(context: RuleContext, x: string, values: readonly number[]): string {
  const { b } = context;
  const node = context.producer(x);
  if (!node) {
    const shape = [1, values.length, ...new Array<number>(b.dimsOf(x).length - 2).fill(1)];
    const constant = b.keyed(`channels:${shape}:${values}`, () => floatTensor(shape, values));
    return b.add(b.zerosLike(x), constant);
  }
  const inputs = node.inputs.map((input) => imageOf(context, input, values));
  const outputs = node.outputs.map((output) => b.fresh(output));
  for (const [i, output] of outputs.entries()) b.dims.set(output, b.dimsOf(node.outputs[i]!));
  OP_TABLE[node.op].forward(b, { ...node, inputs, outputs });
  return outputs[node.outputs.indexOf(x)]!;
}

/** Lowest and highest value of every cell of `x`, from those of the pixels. */
function boundsOf(context: RuleContext, x: string): { low: string; high: string } {
  const { b, parameters } = context;
  const [low, high] = [imageOf(context, x, parameters.low), imageOf(context, x, parameters.high)];
  if (!context.producer(x)) return { low, high };
  return { low: b.op("Min", [low, high]), high: b.op("Max", [low, high]) };
}

/**
 * z^B (Montavon 2017), for pixels that lie in a box: z_j = Σ_i (x_i w_ij − l_i w⁺_ij − h_i w⁻_ij), with the lowest and
 * highest normalised value l, h of each channel; the bias is treated as in Zennit (clamped with the weights). What lies
 * between the image and the layer (a scale, padding) is done to the bounds too. Of the bias nothing is left in z.
 */
export const zbox: Rule = (context, node, [r]) => {
  const { b, parameters } = context;
  const x = node.inputs[0]!;
  const { W, b: bias } = node.weights;
  const { low, high } = boundsOf(context, x);
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
  return (context, node, [r]) => {
    const { b, parameters } = context;
    const { W, b: bias } = node.weights;
    const shift = withBias && bias ? modify(bias) : null;
    const unit = b.add(b.zerosLike(node.inputs[0]!), b.scalar(1));
    const z = applyLayer(b, node, unit, modify(W!), shift);
    const s = divideStabilised(b, r!.plain(), z, parameters.stabilizer);
    absorbBias(context, node, s, shift);
    return [plain(layerBackward(b, node, s, modify(W!)))];
  };
}

/** w² (Montavon 2017): R_i = Σ_j w²_ij R_j / Σ_i w²_ij (with the squared bias in the denominator, as in Zennit). */
export const wsquare: Rule = byWeights(squared, true);

/** Flat (Lapuschkin 2019): evenly over the receptive field. */
export const flat: Rule = byWeights(ones, false);
