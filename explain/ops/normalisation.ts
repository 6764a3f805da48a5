import { type Builder, float } from "../emit/builder";
import { int, type Node } from "../graph/ir";
import { reshapeTensor } from "../graph/tensor";
import type { OpTable } from "./types";

const num = (node: Node, key: string) => node.attrs[key] as number;

interface Statistics {
  readonly axes: string;
  /** (x − mean) / deviation */
  readonly normal: string;
  readonly deviation: string;
}

function statistics(b: Builder, node: Node, axes: readonly number[]): Statistics {
  const x = node.inputs[0]!;
  const list = b.ints(axes);
  const centred = b.op("Sub", [x, b.op("ReduceMean", [x, list], { keepdims: 1 })]);
  const variance = b.op("ReduceMean", [b.mul(centred, centred), list], { keepdims: 1 });
  const deviation = b.op("Sqrt", [b.add(variance, b.scalar(num(node, "epsilon")))]);
  return { axes: list, deviation, normal: b.div(centred, deviation) };
}

/** The scale, shaped so that it broadcasts over the node's input. */
function scaleOf(b: Builder, node: Node): string {
  const scale = node.weights.scale!;
  if (node.op === "LayerNormalization") return b.tensor(scale);
  const rank = b.dimsOf(node.inputs[0]!).length;
  return b.tensor(reshapeTensor(scale, [1, scale.dims[0]!, ...new Array<number>(rank - 2).fill(1)]));
}

function axesOf(b: Builder, node: Node): number[] {
  const rank = b.dimsOf(node.inputs[0]!).length;
  const first = node.op === "LayerNormalization" ? int(node, "axis") : 2;
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

/** Jᵀg = (g′ − mean(g′) − n·mean(g′·n)) / deviation with g′ = g·scale; frozen: the last term, the deviation's own, is left out. */
function backward(b: Builder, node: Node, g: string, frozen: boolean): string {
  const { axes, normal, deviation } = statistics(b, node, axesOf(b, node));
  const scaled = b.mul(g, scaleOf(b, node));
  const centred = b.op("Sub", [scaled, b.op("ReduceMean", [scaled, axes], { keepdims: 1 })]);
  if (frozen) return b.div(centred, deviation);
  const along = b.op("ReduceMean", [b.mul(scaled, normal), axes], { keepdims: 1 });
  return b.div(b.op("Sub", [centred, b.mul(normal, along)]), deviation);
}

export const NORMALISATION: OpTable<"LayerNormalization" | "InstanceNormalization" | "Lrn"> = {
  LayerNormalization: {
    family: "frozen",
    forward: (b, n) => {
      const { scale, shift } = n.weights;
      const inputs = [n.inputs[0]!, b.tensor(scale!), ...(shift ? [b.tensor(shift)] : [])];
      b.op(
        "LayerNormalization",
        inputs,
        { axis: int(n, "axis"), epsilon: float(num(n, "epsilon")) },
        n.outputs,
      );
    },
    vjp: (b, n, [g]) => [backward(b, n, g!, false)],
    frozenVjp: (b, n, [g]) => [backward(b, n, g!, true)],
  },
  InstanceNormalization: {
    family: "frozen",
    forward: (b, n) => {
      const inputs = [n.inputs[0]!, b.tensor(n.weights.scale!), b.tensor(n.weights.shift!)];
      b.op("InstanceNormalization", inputs, { epsilon: float(num(n, "epsilon")) }, n.outputs);
    },
    vjp: (b, n, [g]) => [backward(b, n, g!, false)],
    frozenVjp: (b, n, [g]) => [backward(b, n, g!, true)],
  },
  // y = x·d^−β with d = bias + α/size · Σ x² over neighbouring channels. The denominator gates x, so relevance passes.
  Lrn: {
    family: "activation",
    forward: (b, n) => {
      const attrs = {
        alpha: float(num(n, "alpha")),
        beta: float(num(n, "beta")),
        bias: float(num(n, "bias")),
        size: int(n, "size"),
      };
      b.op("LRN", n.inputs, attrs, n.outputs);
    },
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const x = n.inputs[0]!;
      const d = lrnDenominator(b, n);
      const direct = b.mul(g, b.op("Pow", [d, b.scalar(-num(n, "beta"))]));
      const inner = b.mul(b.mul(g, x), b.op("Pow", [d, b.scalar(-num(n, "beta") - 1)]));
      const factor = (-2 * num(n, "beta") * num(n, "alpha")) / int(n, "size");
      return [b.add(direct, b.mul(b.mul(x, channelSum(b, n, inner, true)), b.scalar(factor)))];
    },
  },
};

function lrnDenominator(b: Builder, node: Node): string {
  const x = node.inputs[0]!;
  const scaled = b.mul(
    channelSum(b, node, b.mul(x, x), false),
    b.scalar(num(node, "alpha") / int(node, "size")),
  );
  return b.add(scaled, b.scalar(num(node, "bias")));
}

/** Sum over the channels c − ⌊(size−1)/2⌋ … c + ⌈(size−1)/2⌉; the transposed window has its two arms exchanged. */
function channelSum(b: Builder, node: Node, value: string, transposed: boolean): string {
  const size = int(node, "size");
  const dims = b.dimsOf(node.inputs[0]!);
  const [low, high] = [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)];
  const [before, after] = transposed ? [high, low] : [low, high];
  const none = new Array<number>(dims.length - 2).fill(0);
  const padded = b.op("Pad", [value, b.ints([0, before, ...none, 0, after, ...none])]);
  const parts = Array.from({ length: size }, (_, k) =>
    b.op("Slice", [padded, b.ints([k]), b.ints([k + dims[1]!]), b.ints([1])]),
  );
  return b.sum(parts);
}
