import type { AttrValue, Op } from "../graph/ir";
import { reshapeTensor, sizeOf } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { floatAttr, intAttr, textAttr } from "./attributes";
import { axisOf, type Context, type Normaliser, Unsupported } from "./context";

function elementwise(
  op: Op,
  attrs: (node: RawNode, c: Context) => Record<string, AttrValue> = () => ({}),
): Normaliser {
  return (c, node) => {
    const x = c.value(node, 0);
    c.push(op, node, { inputs: [x.name], dims: [x.dims], attrs: attrs(node, c) });
  };
}

/** Bounds moved from attributes to inputs in opset 11. */
const clip: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const bound = (index: number, attr: string, fallback: number) => {
    if (c.opset < 11) return floatAttr(node, attr, fallback);
    return node.inputs[index] ? c.needConstant(node, index, "bound").data[0]! : fallback;
  };
  const min = bound(1, "min", -3.4028234663852886e38);
  const max = bound(2, "max", 3.4028234663852886e38);
  c.push("Clip", node, { inputs: [x.name], dims: [x.dims], attrs: { min, max } });
};

/** The slope is one number a channel; a shape `[C]`, `[C,1,1]` or `[1]`. */
const prelu: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const slope = c.needConstant(node, 1, "slope");
  const size = sizeOf(slope.dims);
  if (size !== 1 && size !== x.dims[1]) throw new Unsupported(`its slope has shape [${slope.dims}]`);
  const dims = x.dims.map((_, axis) => (axis === 1 && size > 1 ? size : 1));
  c.push("PRelu", node, { inputs: [x.name], dims: [x.dims], weights: { slope: reshapeTensor(slope, dims) } });
};

/** Before opset 13 everything from `axis` on was normalised as one row. */
const softmax =
  (log: number): Normaliser =>
  (c, node) => {
    const x = c.value(node, 0);
    const axis = axisOf(intAttr(node, "axis", c.opset < 13 ? 1 : -1), x.dims.length);
    const rest = x.dims.slice(axis + 1);
    if (c.opset < 13 && rest.some((d) => d !== 1)) {
      throw new Unsupported("it normalises several axes as one; export with opset 13 or newer");
    }
    c.push("Softmax", node, { inputs: [x.name], dims: [x.dims], attrs: { axis, log } });
  };

const pow: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const exponent = c.needConstant(node, 1, "exponent");
  if (sizeOf(exponent.dims) !== 1) throw new Unsupported("its exponent is not a single number");
  c.push("Pow", node, { inputs: [x.name], dims: [x.dims], attrs: { exponent: exponent.data[0]! } });
};

/** x · σ(αx) */
const swish: Normaliser = (c, node) => {
  if (floatAttr(node, "alpha", 1) !== 1)
    throw new Unsupported("its alpha is not 1; write it as x · Sigmoid(alpha · x)");
  elementwise("Silu")(c, node);
};

export const ACTIVATION: Readonly<Record<string, Normaliser>> = {
  Relu: elementwise("Relu"),
  LeakyRelu: elementwise("LeakyRelu", (n) => ({ alpha: floatAttr(n, "alpha", 0.01) })),
  PRelu: prelu,
  Elu: elementwise("Elu", (n) => ({ alpha: floatAttr(n, "alpha", 1) })),
  Clip: clip,
  Sigmoid: elementwise("Sigmoid"),
  HardSigmoid: elementwise("HardSigmoid", (n) => ({
    alpha: floatAttr(n, "alpha", 0.2),
    beta: floatAttr(n, "beta", 0.5),
  })),
  HardSwish: elementwise("HardSwish"),
  Swish: swish,
  Gelu: elementwise("Gelu", (n) => ({ approximate: textAttr(n, "approximate", "none") })),
  Tanh: elementwise("Tanh"),
  Softplus: elementwise("Softplus"),
  Erf: elementwise("Erf"),
  Sqrt: elementwise("Sqrt"),
  Pow: pow,
  Softmax: softmax(0),
  LogSoftmax: softmax(1),
};
