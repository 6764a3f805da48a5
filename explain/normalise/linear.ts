import { floatTensor, mapTensor, reshapeTensor, sizeOf, type Tensor } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { floatAttr, intAttr, intsAttr, textAttr } from "./attributes";
import { type Context, type Normaliser, Unsupported } from "./context";
import { resolveWindow } from "./resolve";

const filled = (n: number, value: number) => new Array<number>(n).fill(value);

const conv: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const W = c.needConstant(node, 1, "weight");
  const b = node.inputs[2] ? c.needConstant(node, 2, "bias") : null;
  const n = x.dims.length - 2;
  if (n < 1 || n > 3 || W.dims.length !== n + 2) throw new Unsupported(`its input has ${x.dims.length} axes`);
  const kernel = W.dims.slice(2);
  const group = intAttr(node, "group", 1);
  if (W.dims[1]! * group !== x.dims[1])
    throw new RangeError(`weight [${W.dims}] does not fit input [${x.dims}]`);
  const strides = intsAttr(node, "strides") ?? filled(n, 1);
  const dilations = intsAttr(node, "dilations") ?? filled(n, 1);
  const { out, pads } = resolveWindow(x.dims.slice(2), {
    kernel,
    strides,
    dilations,
    pads: intsAttr(node, "pads") ?? filled(2 * n, 0),
    autoPad: textAttr(node, "auto_pad", "NOTSET"),
    ceilMode: false,
  });
  c.push("Conv", node, {
    inputs: [x.name],
    weights: b ? { W, b } : { W },
    attrs: { kernel, strides, dilations, pads, group },
    dims: [[c.batch, W.dims[0]!, ...out]],
  });
};

const convTranspose: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const W = c.needConstant(node, 1, "weight");
  const b = node.inputs[2] ? c.needConstant(node, 2, "bias") : null;
  const n = x.dims.length - 2;
  if (n < 1 || n > 3) throw new Unsupported(`its input has ${x.dims.length} axes`);
  const kernel = W.dims.slice(2);
  const group = intAttr(node, "group", 1);
  const strides = intsAttr(node, "strides") ?? filled(n, 1);
  const dilations = intsAttr(node, "dilations") ?? filled(n, 1);
  const outputPadding = intsAttr(node, "output_padding") ?? filled(n, 0);
  const pads = intsAttr(node, "pads") ?? filled(2 * n, 0);
  const autoPad = textAttr(node, "auto_pad", "NOTSET");
  const shape = intsAttr(node, "output_shape");
  const spatial = x.dims.slice(2);
  const full = spatial.map(
    (d, i) => (d - 1) * strides[i]! + (kernel[i]! - 1) * dilations[i]! + 1 + outputPadding[i]!,
  );
  const wanted = shape ?? (autoPad.startsWith("SAME") ? spatial.map((d, i) => d * strides[i]!) : null);
  if (wanted) {
    wanted.forEach((size, i) => {
      const total = Math.max(0, full[i]! - size);
      const small = Math.floor(total / 2);
      pads[i] = autoPad === "SAME_UPPER" ? small : total - small;
      pads[i + n] = total - pads[i]!;
    });
  }
  const out = full.map((d, i) => d - pads[i]! - pads[i + n]!);
  c.push("ConvTranspose", node, {
    inputs: [x.name],
    weights: b ? { W, b } : { W },
    attrs: { kernel, strides, dilations, pads, group, outputPadding },
    dims: [[c.batch, W.dims[1]! * group, ...out]],
  });
};

/** `alpha` and `beta` go into the weights; the bias becomes a vector of K. */
const gemm: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const weight = c.needConstant(node, 1, "weight");
  const bias = node.inputs[2] ? c.needConstant(node, 2, "bias") : null;
  if (intAttr(node, "transA", 0) !== 0) throw new Unsupported("it transposes the batch (transA)");
  const transB = intAttr(node, "transB", 0);
  const alpha = floatAttr(node, "alpha", 1);
  const beta = floatAttr(node, "beta", 1);
  const W = alpha === 1 ? weight : mapTensor(weight, (v) => v * alpha);
  const K = W.dims[transB ? 0 : 1]!;
  if (x.dims.length !== 2 || x.dims[1] !== W.dims[transB ? 1 : 0]) {
    throw new RangeError(`weight [${W.dims}] does not fit input [${x.dims}]`);
  }
  const weights: Record<string, Tensor> = bias ? { W, b: biasVector(bias, K, beta) } : { W };
  c.push("Gemm", node, { inputs: [x.name], weights, attrs: { transB }, dims: [[c.batch, K]] });
};

function biasVector(bias: ReturnType<Context["needConstant"]>, K: number, beta: number) {
  const size = sizeOf(bias.dims);
  if (size !== K && size !== 1) throw new Unsupported(`its bias has shape [${bias.dims}]`);
  if (size === K && beta === 1) return reshapeTensor(bias, [K]);
  return floatTensor(
    [K],
    Float32Array.from({ length: K }, (_, i) => beta * bias.data[size === 1 ? 0 : i]!),
  );
}

function matMulDims(a: readonly number[], b: readonly number[]): number[] {
  if (a.length !== b.length || a.length < 3 || a.at(-1) !== b.at(-2)) {
    throw new Unsupported(`it multiplies [${a}] by [${b}]`);
  }
  const lead = a.slice(0, -2).map((d, i) => {
    if (d !== b[i]) throw new Unsupported(`it multiplies [${a}] by [${b}] with broadcasting`);
    return d;
  });
  return [...lead, a.at(-2)!, b.at(-1)!];
}

/** Activations times constant: a dense layer over the last axis. Two activations: the product in attention. */
const matMul: Normaliser = (c, node) => {
  const a = c.constant(node, 0);
  const b = c.constant(node, 1);
  if (a) throw new Unsupported("its left side is a constant");
  const x = c.value(node, 0);
  if (!b) {
    const y = c.value(node, 1);
    c.push("BatchMatMul", node, { inputs: [x.name, y.name], dims: [matMulDims(x.dims, y.dims)] });
    return;
  }
  if (b.dims.length !== 2 || x.dims.length < 2 || x.dims.at(-1) !== b.dims[0]) {
    throw new Unsupported(`it multiplies [${x.dims}] by a constant [${b.dims}]`);
  }
  const dims = [[...x.dims.slice(0, -1), b.dims[1]!]];
  if (x.dims.length === 2)
    c.push("Gemm", node, { inputs: [x.name], weights: { W: b }, attrs: { transB: 0 }, dims });
  else c.push("MatMul", node, { inputs: [x.name], weights: { W: b }, dims });
};

/** `y = scale·(x − mean)/√(var + ε) + B` with constant statistics: a scale and a shift a channel. */
const batchNormalization: Normaliser = (c, node: RawNode) => {
  const x = c.value(node, 0);
  if (intAttr(node, "training_mode", 0) !== 0)
    throw new Unsupported("it is in training mode; export with model.eval()");
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((i) => c.needConstant(node, i, "statistics"));
  const epsilon = floatAttr(node, "epsilon", 1e-5);
  const channels = x.dims[1]!;
  if (sizeOf(scale!.dims) !== channels)
    throw new RangeError(`statistics [${scale!.dims}] do not fit [${x.dims}]`);
  const factor = new Float64Array(channels);
  for (let i = 0; i < channels; i++) factor[i] = scale!.data[i]! / Math.sqrt(variance!.data[i]! + epsilon);
  const dims = x.dims.map((d, axis) => (axis === 1 ? d : 1));
  c.push("ScaleShift", node, {
    inputs: [x.name],
    weights: {
      scale: floatTensor(dims, Float32Array.from(factor)),
      shift: floatTensor(
        dims,
        Float32Array.from(factor, (f, i) => shift!.data[i]! - f * mean!.data[i]!),
      ),
    },
    dims: [x.dims],
  });
};

export const LINEAR: Readonly<Record<string, Normaliser>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: batchNormalization,
};
