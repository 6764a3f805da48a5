import { broadcastDims, mapTensor, reshapeTensor, type Tensor } from "../graph/tensor";
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

function joined(a: readonly number[], b: readonly number[]): readonly number[] {
  const dims = broadcastDims(a, b);
  if (!dims || a.length !== b.length) throw new Unsupported(`it joins [${a}] and [${b}]`);
  return dims;
}

function pair(c: Context, node: RawNode, op: "Add" | "Sub" | "Mul" | "Div"): void {
  const a = c.value(node, 0);
  const b = c.value(node, 1);
  c.push(op, node, { inputs: [a.name, b.name], dims: [joined(a.dims, b.dims)] });
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
  const values = node.inputs.map((_, i) => c.value(node, i));
  let left = values[0]!;
  if (values.length === 1) c.alias(node.outputs[0]!, left.name);
  for (const [i, right] of values.slice(1).entries()) {
    const dims = joined(left.dims, right.dims);
    const output = i === values.length - 2 ? node.outputs[0]! : `${node.outputs[0]}/sum${i}`;
    c.push("Add", node, { inputs: [left.name, right.name], dims: [dims], outputs: [output] });
    left = { name: output, dims };
  }
};

export const ELEMENTWISE: Readonly<Record<string, Normaliser>> = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Neg: neg,
  Sum: sum,
};
