import { sizeOf } from "../graph/tensor";
import { floatAttr, intAttr, intsAttr, textAttr } from "./attributes";
import { axisOf, type Normaliser, Unsupported } from "./context";
import { resolveWindow } from "./resolve";

const filled = (n: number, value: number) => new Array<number>(n).fill(value);

const pool =
  (op: "MaxPool" | "AveragePool"): Normaliser =>
  (c, node) => {
    const x = c.value(node, 0);
    const n = x.dims.length - 2;
    const kernel = intsAttr(node, "kernel_shape") ?? [];
    if (n < 1 || n > 3 || kernel.length !== n)
      throw new Unsupported(`its kernel [${kernel}] does not fit [${x.dims}]`);
    if (node.outputs[1]) throw new Unsupported("its second output (indices) is used");
    const strides = intsAttr(node, "strides") ?? filled(n, 1);
    const dilations = intsAttr(node, "dilations") ?? filled(n, 1);
    const ceilMode = intAttr(node, "ceil_mode", 0) === 1;
    const autoPad = textAttr(node, "auto_pad", "NOTSET");
    const { out, pads, overhang, dropped } = resolveWindow(x.dims.slice(2), {
      kernel,
      strides,
      dilations,
      pads: intsAttr(node, "pads") ?? filled(2 * n, 0),
      autoPad,
      ceilMode,
    });
    // Written out as padding, an overhang needs no ceil_mode, whose shapes are inferred in two ways. Only where padding is
    // averaged too would it be counted.
    const counted = op === "AveragePool" && intAttr(node, "count_include_pad", 0) === 1;
    const hangs = overhang.some((o) => o > 0);
    if (counted && hangs && dropped)
      throw new Unsupported("its ceil_mode adds a window on one axis and none on another; pad it explicitly");
    if (!counted) for (const [i, o] of overhang.entries()) pads[i + n]! += o;
    const attrs = { kernel, strides, dilations, pads, ceilMode: Number(counted && hangs) };
    c.push(op, node, {
      inputs: [x.name],
      dims: [[c.batch, x.dims[1]!, ...out]],
      attrs: op === "MaxPool" ? attrs : { ...attrs, countIncludePad: Number(counted) },
    });
  };

const globalAverage: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const axes = x.dims.map((_, i) => i).slice(2);
  c.push("ReduceMean", node, {
    inputs: [x.name],
    dims: [x.dims.map((d, i) => (i < 2 ? d : 1))],
    attrs: { axes, keepdims: 1 },
  });
};

/** One window over the whole image: the winner takes all, as in any max-pool. */
const globalMax: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const n = x.dims.length - 2;
  c.push("MaxPool", node, {
    inputs: [x.name],
    dims: [x.dims.map((d, i) => (i < 2 ? d : 1))],
    attrs: {
      kernel: x.dims.slice(2),
      strides: filled(n, 1),
      dilations: filled(n, 1),
      pads: filled(2 * n, 0),
      ceilMode: 0,
    },
  });
};

const reduce =
  (op: "ReduceMean" | "ReduceSum", axesInputSince: number): Normaliser =>
  (c, node) => {
    const x = c.value(node, 0);
    const rank = x.dims.length;
    const given = c.opset >= axesInputSince ? c.numbers(node, 1) : intsAttr(node, "axes");
    if (!given) throw new Unsupported("it reduces over the batch as well (no axes)");
    const axes = given.map((a) => axisOf(a, rank)).sort((a, b) => a - b);
    const keepdims = intAttr(node, "keepdims", 1);
    const dims = x.dims
      .map((d, i) => (axes.includes(i) ? 1 : d))
      .filter((_, i) => keepdims === 1 || !axes.includes(i));
    c.push(op, node, { inputs: [x.name], dims: [dims], attrs: { axes, keepdims } });
  };

const lrn: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const attrs = {
    alpha: floatAttr(node, "alpha", 1e-4),
    beta: floatAttr(node, "beta", 0.75),
    bias: floatAttr(node, "bias", 1),
    size: intAttr(node, "size", 1),
  };
  c.push("Lrn", node, { inputs: [x.name], dims: [x.dims], attrs });
};

const instanceNormalization: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const scale = c.needConstant(node, 1, "scale");
  const shift = c.needConstant(node, 2, "shift");
  c.push("InstanceNormalization", node, {
    inputs: [x.name],
    dims: [x.dims],
    weights: { scale, shift },
    attrs: { epsilon: floatAttr(node, "epsilon", 1e-5) },
  });
};

const layerNormalization: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const axis = axisOf(intAttr(node, "axis", -1), x.dims.length);
  if (node.outputs.slice(1).some((o) => o !== ""))
    throw new Unsupported("its mean or deviation output is used");
  const scale = c.needConstant(node, 1, "scale");
  const shift = node.inputs[2] ? c.needConstant(node, 2, "shift") : null;
  if (sizeOf(scale.dims) !== sizeOf(x.dims.slice(axis)))
    throw new Unsupported(`its scale has shape [${scale.dims}]`);
  c.push("LayerNormalization", node, {
    inputs: [x.name],
    dims: [x.dims],
    weights: shift ? { scale, shift } : { scale },
    attrs: { axis, epsilon: floatAttr(node, "epsilon", 1e-5) },
  });
};

export const POOLING: Readonly<Record<string, Normaliser>> = {
  MaxPool: pool("MaxPool"),
  AveragePool: pool("AveragePool"),
  GlobalAveragePool: globalAverage,
  GlobalMaxPool: globalMax,
  ReduceMean: reduce("ReduceMean", 18),
  ReduceSum: reduce("ReduceSum", 13),
  LRN: lrn,
  InstanceNormalization: instanceNormalization,
  LayerNormalization: layerNormalization,
};
