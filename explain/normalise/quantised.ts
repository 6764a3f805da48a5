import { mapTensor, sizeOf, stridesOf, type Tensor } from "../graph/tensor";
import { DataType } from "../onnx/messages";
import type { RawNode } from "../onnx/read";
import { intAttr } from "./attributes";
import { type Context, type Normaliser, Unsupported } from "./context";

/**
 * Graphs in which QuantizeLinear/DequantizeLinear pairs stand around float operators. Weights are dequantised; a pair around
 * an activation stays, as one operation that rounds and saturates: scores are those of the quantised model.
 */

const RANGES: Readonly<Record<number, readonly [low: number, high: number]>> = {
  [DataType.UINT8]: [0, 255],
  [DataType.INT8]: [-128, 127],
  [DataType.UINT16]: [0, 65535],
  [DataType.INT16]: [-32768, 32767],
};

/** Without a zero point the type is that of the attribute, or a byte. */
function rangeOf(node: RawNode, zeroPoint: Tensor | null): readonly [low: number, high: number] {
  const type = zeroPoint ? zeroPoint.dataType : intAttr(node, "output_dtype", 0) || DataType.UINT8;
  const range = RANGES[type ?? 0];
  if (!range) throw new Unsupported(`it rounds to element type ${type}, not to 8 or 16 bits`);
  return range;
}

/** How an activation is rounded: one scale and zero point for all of it. */
function stepsOf(c: Context, node: RawNode): { scale: number; zero: number } {
  const scale = c.needConstant(node, 1, "scale");
  const zeroPoint = node.inputs[2] ? c.needConstant(node, 2, "zero point") : null;
  if (sizeOf(scale.dims) !== 1) throw new Unsupported("it rounds an activation by channel");
  return { scale: scale.data[0]!, zero: zeroPoint?.data[0] ?? 0 };
}

const quantize: Normaliser = (c, node) => {
  const { name, dims } = c.value(node, 0);
  const { scale, zero } = stepsOf(c, node);
  const [low, high] = rangeOf(node, c.constant(node, 2));
  c.rounded.set(node.outputs[0]!, { name, dims, scale, zero, low: low - zero, high: high - zero });
};

const dequantize: Normaliser = (c, node) => {
  const from = c.rounded.get(c.resolve(node.inputs[0]!));
  if (!from) throw new Unsupported("its input does not come from a QuantizeLinear");
  const { scale, zero } = stepsOf(c, node);
  if (scale !== from.scale || zero !== from.zero)
    throw new Unsupported("its scale or zero point is not that of the QuantizeLinear before it");
  const { low, high } = from;
  c.push("FakeQuantize", node, { inputs: [from.name], dims: [from.dims], attrs: { scale, low, high } });
};

export const QUANTISED: Readonly<Record<string, Normaliser>> = {
  QuantizeLinear: quantize,
  DequantizeLinear: dequantize,
};

/** To the nearest whole number, halves to the even one. */
function roundEven(v: number): number {
  const near = Math.round(v);
  return near - v === 0.5 && near % 2 !== 0 ? near - 1 : near;
}

/** The parameter of element `i` of a constant: one for all, or one for each index along an axis. */
function alongAxis(x: Tensor, parameter: Tensor, node: RawNode): (i: number) => number {
  if (intAttr(node, "block_size", 0) !== 0) throw new RangeError("it is quantised in blocks");
  if (sizeOf(parameter.dims) === 1) return () => parameter.data[0]!;
  const axis = (intAttr(node, "axis", 1) + x.dims.length) % x.dims.length;
  if (parameter.dims.length !== 1 || parameter.dims[0] !== x.dims[axis])
    throw new RangeError(`parameters [${parameter.dims}] do not fit axis ${axis} of [${x.dims}]`);
  const stride = stridesOf(x.dims)[axis]!;
  return (i) => parameter.data[Math.floor(i / stride) % x.dims[axis]!]!;
}

type Folder = (inputs: readonly (Tensor | null)[], node: RawNode) => Tensor;

const dequantizeConstant: Folder = ([x, scale, zeroPoint], node) => {
  const by = alongAxis(x!, scale!, node);
  const zero = zeroPoint ? alongAxis(x!, zeroPoint, node) : () => 0;
  return mapTensor(x!, (v, i) => (v - zero(i)) * by(i));
};

const quantizeConstant: Folder = ([x, scale, zeroPoint], node) => {
  const by = alongAxis(x!, scale!, node);
  const zero = zeroPoint ? alongAxis(x!, zeroPoint, node) : () => 0;
  const [low, high] = rangeOf(node, zeroPoint ?? null);
  const data = Float64Array.from(x!.data, (v, i) =>
    Math.min(high, Math.max(low, roundEven(Math.fround(v / by(i))) + zero(i))),
  );
  return { dims: x!.dims, kind: "int", data };
};

export const QUANTISED_CONSTANTS: Readonly<Record<string, Folder>> = {
  QuantizeLinear: quantizeConstant,
  DequantizeLinear: dequantizeConstant,
};
