import { broadcastDims, mapTensor, reshapeTensor, sizeOf, type Tensor } from "../graph/tensor";
import type { RawNode } from "../onnx/read";
import { type Context, type Normaliser, Unsupported } from "./context";

/** A constant operand, given the rank of the value it meets; it may not make that value larger. */
function operand(constant: Tensor, dims: readonly number[]): Tensor {
  const fits = broadcastDims(constant.dims, dims);
  const grows = !fits || fits.length !== dims.length || fits.some((d, i) => d !== dims[i]);
  if (grows) throw new Unsupported(`its constant [${constant.dims}] does not fit [${dims}]`);
  const padded = [...new Array<number>(dims.length - constant.dims.length).fill(1), ...constant.dims];
  if (padded[0] !== 1) throw new Unsupported("its constant differs from image to image in the batch");
  return reshapeTensor(constant, padded);
}

function scaleShift(
  c: Context,
  node: RawNode,
  index: number,
  weights: (constant: Tensor) => Record<string, Tensor>,
): void {
  const x = c.value(node, index);
  const constant = operand(c.needConstant(node, 1 - index, "operand"), x.dims);
  c.push("ScaleShift", node, { inputs: [x.name], dims: [x.dims], weights: weights(constant) });
}

function pair(c: Context, node: RawNode, op: "Add" | "Sub" | "Mul" | "Div"): void {
  const a = c.value(node, 0);
  const b = c.value(node, 1);
  const dims = broadcastDims(a.dims, b.dims);
  if (!dims || a.dims.length !== b.dims.length) throw new Unsupported(`it joins [${a.dims}] and [${b.dims}]`);
  c.push(op, node, { inputs: [a.name, b.name], dims: [dims] });
}

const add: Normaliser = (c, node) => {
  if (c.constant(node, 0)) scaleShift(c, node, 1, (shift) => ({ shift }));
  else if (c.constant(node, 1)) scaleShift(c, node, 0, (shift) => ({ shift }));
  else pair(c, node, "Add");
};

const sub: Normaliser = (c, node) => {
  const constantFirst = c.constant(node, 0);
  if (constantFirst) {
    scaleShift(c, node, 1, (shift) => ({
      shift,
      scale: mapTensor(reshapeTensor(shift, shift.dims), () => -1),
    }));
  } else if (c.constant(node, 1)) scaleShift(c, node, 0, (k) => ({ shift: mapTensor(k, (v) => -v) }));
  else pair(c, node, "Sub");
};

const mul: Normaliser = (c, node) => {
  if (c.constant(node, 0)) scaleShift(c, node, 1, (scale) => ({ scale }));
  else if (c.constant(node, 1)) scaleShift(c, node, 0, (scale) => ({ scale }));
  else pair(c, node, "Mul");
};

const div: Normaliser = (c, node) => {
  if (c.constant(node, 0)) throw new Unsupported("it divides a constant by an activation");
  if (c.constant(node, 1)) scaleShift(c, node, 0, (k) => ({ scale: mapTensor(k, (v) => 1 / v) }));
  else pair(c, node, "Div");
};

const neg: Normaliser = (c, node) => {
  const x = c.value(node, 0);
  const scale: Tensor = { dims: x.dims.map(() => 1), kind: "float", data: Float32Array.of(-1) };
  c.push("ScaleShift", node, { inputs: [x.name], dims: [x.dims], weights: { scale } });
};

/** An n-ary sum becomes a chain of additions. */
const sum: Normaliser = (c, node) => {
  const names = node.inputs.map((_, i) => c.value(node, i));
  let left = names[0]!;
  if (names.length === 1) {
    c.alias(node.outputs[0]!, left.name);
    return;
  }
  names.slice(1).forEach((right, i) => {
    if (sizeOf(left.dims) !== sizeOf(right.dims)) throw new Unsupported("it adds values of different shapes");
    const last = i === names.length - 2;
    const output = last ? node.outputs[0]! : `${node.outputs[0]}/sum${i}`;
    c.push("Add", node, { inputs: [left.name, right.name], dims: [left.dims], outputs: [output] });
    left = { name: output, dims: left.dims };
  });
};

export const ELEMENTWISE: Readonly<Record<string, Normaliser>> = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Neg: neg,
  Sum: sum,
};
