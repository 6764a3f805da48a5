import type { Graph, Node } from "../../graph/ir";
import { sizeOf } from "../../graph/tensor";
import { biasOf, cells, links, sources } from "./links";

const num = (node: Node, key: string) => node.attrs[key] as number;

/** erf by its Taylor series for small x, by continued fraction beyond (double precision). */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 3) {
    let [term, sum] = [a, a];
    for (let n = 1; n < 200; n++) {
      term *= (-a * a) / n;
      sum += term / (2 * n + 1);
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)));
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number) => Math.min(high, Math.max(low, x));

/** Elementwise functions from their definitions; `channel` picks the slope of a PReLU. */
export function elementwise(node: Node, x: number, channel: number): number {
  switch (node.op) {
    case "Relu":
      return Math.max(0, x);
    case "LeakyRelu":
      return x >= 0 ? x : num(node, "alpha") * x;
    case "PRelu": {
      const slope = node.weights.slope!.data;
      return x >= 0 ? x : slope[slope.length === 1 ? 0 : channel]! * x;
    }
    case "Elu":
      return x >= 0 ? x : num(node, "alpha") * (Math.exp(x) - 1);
    case "Clip":
      return clamp(x, num(node, "min"), num(node, "max"));
    case "FakeQuantize": {
      const steps = x / num(node, "scale");
      const halves = Math.abs(steps % 1) === 0.5;
      const whole = halves ? 2 * Math.round(steps / 2) : Math.round(steps);
      return num(node, "scale") * clamp(whole, num(node, "low"), num(node, "high"));
    }
    case "Sigmoid":
      return sigmoid(x);
    case "HardSigmoid":
      return clamp(num(node, "alpha") * x + num(node, "beta"), 0, 1);
    case "HardSwish":
      return x * clamp(x / 6 + 0.5, 0, 1);
    case "Silu":
      return x * sigmoid(x);
    case "Gelu":
      if (node.attrs.approximate === "tanh")
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
      return 0.5 * x * (1 + erf(x / Math.SQRT2));
    case "Tanh":
      return Math.tanh(x);
    case "Softplus":
      return Math.log1p(Math.exp(x));
    case "Erf":
      return erf(x);
    case "Sqrt":
      return Math.sqrt(x);
    case "Pow":
      return x ** num(node, "exponent");
    default:
      throw new Error(`the reference has no function ${node.op}`);
  }
}

/** Index of the first maximum of every window of a max-pool. */
export function winnersOf(graph: Graph, node: Node, x: Float64Array): number[] {
  const from = graph.dims.get(node.inputs[0]!)!.slice(1);
  const to = graph.dims.get(node.outputs[0]!)!.slice(1);
  const [kernel, strides, pads, dilations] = ["kernel", "strides", "pads", "dilations"].map(
    (k) => node.attrs[k] as number[],
  );
  return [...cells(to)].map(([[c, ...o]]) => {
    let best = -1;
    for (const [k] of cells(kernel!)) {
      const at = k.map((ki, axis) => o[axis]! * strides![axis]! - pads![axis]! + ki * dilations![axis]!);
      if (at.some((a, axis) => a < 0 || a >= from[axis + 1]!)) continue;
      const i = at.reduce((sum, a, axis) => sum * from[axis + 1]! + a, c!);
      if (best < 0 || x[i]! > x[best]!) best = i;
    }
    return best;
  });
}

/** Runs along one axis of a flattened array: calls `each` with the positions of every line. */
export function alongAxis(dims: readonly number[], axis: number, each: (positions: number[]) => void): void {
  const inner = sizeOf(dims.slice(axis + 1));
  const outer = sizeOf(dims.slice(0, axis));
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      each(Array.from({ length: dims[axis]! }, (_, k) => (o * dims[axis]! + k) * inner + i));
    }
  }
}

function softmax(graph: Graph, node: Node, x: Float64Array): Float64Array {
  const y = new Float64Array(x.length);
  alongAxis(graph.dims.get(node.inputs[0]!)!.slice(1), num(node, "axis") - 1, (line) => {
    const total = line.reduce((sum, i) => sum + Math.exp(x[i]!), 0);
    for (const i of line) y[i] = node.attrs.log === 1 ? x[i]! - Math.log(total) : Math.exp(x[i]!) / total;
  });
  return y;
}

function lrn(graph: Graph, node: Node, x: Float64Array): Float64Array {
  const y = new Float64Array(x.length);
  const size = num(node, "size");
  alongAxis(graph.dims.get(node.inputs[0]!)!.slice(1), 0, (line) => {
    line.forEach((at, c) => {
      const near = line.slice(Math.max(0, c - Math.floor((size - 1) / 2)), c + Math.ceil((size - 1) / 2) + 1);
      const square = near.reduce((sum, i) => sum + x[i]! ** 2, 0);
      y[at] = x[at]! / (num(node, "bias") + (num(node, "alpha") / size) * square) ** num(node, "beta");
    });
  });
  return y;
}

function matrixProduct(graph: Graph, node: Node, [a, b]: readonly Float64Array[]): Float64Array {
  const [from, to] = [graph.dims.get(node.inputs[0]!)!, graph.dims.get(node.outputs[0]!)!];
  const [M, I, O] = [from.at(-2)!, from.at(-1)!, to.at(-1)!];
  const y = new Float64Array(sizeOf(to.slice(1)));
  for (let block = 0; block < y.length / (M * O); block++) {
    for (let m = 0; m < M; m++) {
      for (let o = 0; o < O; o++) {
        for (let i = 0; i < I; i++)
          y[(block * M + m) * O + o]! += a![(block * M + m) * I + i]! * b![(block * I + i) * O + o]!;
      }
    }
  }
  return y;
}

/** An elementwise product or quotient, with broadcasting. */
function pairwise(graph: Graph, node: Node, inputs: readonly Float64Array[]): Float64Array {
  const to = graph.dims.get(node.outputs[0]!)!.slice(1);
  const at = (k: number, index: readonly number[]) => {
    const dims = graph.dims.get(node.inputs[k]!)!.slice(1);
    return inputs[k]![index.reduce((sum, x, axis) => sum * dims[axis]! + (dims[axis] === 1 ? 0 : x), 0)]!;
  };
  return Float64Array.from([...cells(to)], ([index]) =>
    node.op === "Mul" ? at(0, index) * at(1, index) : at(0, index) / at(1, index),
  );
}

/** The outputs of one node, in float64. */
export function evaluate(graph: Graph, node: Node, inputs: readonly Float64Array[]): Float64Array[] {
  const x = inputs[0]!;
  switch (node.op) {
    case "MaxPool":
      return [Float64Array.from(winnersOf(graph, node, x), (i) => x[i]!)];
    case "Softmax":
      return [softmax(graph, node, x)];
    case "Lrn":
      return [lrn(graph, node, x)];
    case "Mul":
    case "Div":
      return [pairwise(graph, node, inputs)];
    case "BatchMatMul":
      return [matrixProduct(graph, node, inputs)];
    case "Reshape":
    case "Transpose":
    case "Slice":
    case "Pad":
    case "Split":
    case "Concat":
      return sources(graph, node).map((list) =>
        Float64Array.from(list, ({ k, i }) => (i < 0 ? num(node, "value") : inputs[k]![i]!)),
      );
  }
  const isLinear = [
    "Conv",
    "ConvTranspose",
    "Gemm",
    "MatMul",
    "ScaleShift",
    "AveragePool",
    "ReduceMean",
    "ReduceSum",
    "Resize",
    "LayerNormalization",
    "InstanceNormalization",
    "Add",
    "Sub",
  ].includes(node.op);
  if (isLinear) {
    const y = biasOf(graph, node);
    links(graph, node, inputs, (i, j, w, k) => {
      y[j]! += w * inputs[k]![i]!;
    });
    return [y];
  }
  const inner = sizeOf(graph.dims.get(node.inputs[0]!)!.slice(2));
  return [x.map((v, i) => elementwise(node, v, Math.floor(i / inner)))];
}

/** Every value of the network for one image. */
export function forward(graph: Graph, image: ArrayLike<number>): Map<string, Float64Array> {
  const values = new Map<string, Float64Array>([[graph.input, Float64Array.from(image)]]);
  for (const node of graph.nodes) {
    const outputs = evaluate(
      graph,
      node,
      node.inputs.map((i) => values.get(i)!),
    );
    for (const [k, name] of node.outputs.entries()) values.set(name, outputs[k]!);
  }
  return values;
}
