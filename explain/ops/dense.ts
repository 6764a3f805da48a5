import type { Builder } from "../emit/builder";
import { int, type Node } from "../graph/ir";
import type { Tensor } from "../graph/tensor";
import type { OpTable } from "./types";

export function emitGemm(
  b: Builder,
  node: Node,
  x: string,
  W: string,
  bias: string | null,
  outputs?: readonly string[],
): string {
  return b.op("Gemm", bias ? [x, W, bias] : [x, W], { transB: int(node, "transB") }, outputs);
}

export function gemmBackward(b: Builder, node: Node, s: string, W: Tensor): string {
  return b.op("Gemm", [s, b.tensor(W)], { transB: 1 - int(node, "transB") });
}

export function emitMatMul(
  b: Builder,
  x: string,
  W: string,
  bias: string | null,
  outputs?: readonly string[],
): string {
  if (!bias) return b.op("MatMul", [x, W], {}, outputs);
  return b.op("Add", [b.op("MatMul", [x, W]), bias], {}, outputs);
}

/** Rows of all leading axes as one matrix, so that `Gemm` can transpose the weights by attribute instead of by copy. */
export function matMulBackward(b: Builder, node: Node, s: string, W: Tensor): string {
  const rows = b.op("Reshape", [s, b.ints([-1, W.dims[1]!])]);
  const product = b.op("Gemm", [rows, b.tensor(W)], { transB: 1 });
  const dims = b.dimsOf(node.inputs[0]!);
  return b.op("Reshape", [product, b.ints([-1, ...dims.slice(1)])]);
}

/** y = x ⊙ scale + shift, both constant. */
export function emitScaleShift(b: Builder, node: Node, x: string, outputs?: readonly string[]): string {
  const { scale, shift } = node.weights;
  if (!scale) return b.op("Add", [x, b.tensor(shift!)], {}, outputs);
  if (!shift) return b.op("Mul", [x, b.tensor(scale)], {}, outputs);
  return b.op("Add", [b.mul(x, b.tensor(scale)), b.tensor(shift)], {}, outputs);
}

const bias = (b: Builder, node: Node) => (node.weights.b ? b.tensor(node.weights.b, "b") : null);
const transposed = (b: Builder, value: string, rank: number) =>
  b.op("Transpose", [value], {
    perm: [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2],
  });

export const DENSE: OpTable<"Gemm" | "MatMul" | "ScaleShift" | "BatchMatMul"> = {
  Gemm: {
    family: "linear",
    forward: (b, n) => void emitGemm(b, n, n.inputs[0]!, b.tensor(n.weights.W!), bias(b, n), n.outputs),
    vjp: (b, n, [g]) => [gemmBackward(b, n, g!, n.weights.W!)],
  },
  MatMul: {
    family: "linear",
    forward: (b, n) => void emitMatMul(b, n.inputs[0]!, b.tensor(n.weights.W!), bias(b, n), n.outputs),
    vjp: (b, n, [g]) => [matMulBackward(b, n, g!, n.weights.W!)],
  },
  ScaleShift: {
    family: "linear",
    forward: (b, n) => void emitScaleShift(b, n, n.inputs[0]!, n.outputs),
    vjp: (b, n, [g]) => [n.weights.scale ? b.mul(g!, b.tensor(n.weights.scale)) : g!],
  },
  // The product in attention. The side that went through a softmax is the gate; see rules/gate.ts.
  BatchMatMul: {
    family: "gate",
    forward: (b, n) => void b.op("MatMul", n.inputs, {}, n.outputs),
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const [x, y] = n.inputs as [string, string];
      return [
        b.op("MatMul", [g, transposed(b, y, b.dimsOf(y).length)]),
        b.op("MatMul", [transposed(b, x, b.dimsOf(x).length), g]),
      ];
    },
  },
};
