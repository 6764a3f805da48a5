import type { Builder } from "../emit/builder";
import { int, ints, type Node } from "../graph/ir";
import type { OpTable } from "./types";

/** Brings a gradient at the broadcast result back to the shape of one operand. */
export function toOperand(b: Builder, node: Node, index: number, g: string): string {
  return b.reduceTo(g, b.dimsOf(node.outputs[0]!), b.dimsOf(node.inputs[index]!));
}

const plain = (op: string) => (b: Builder, n: Node) => void b.op(op, n.inputs, {}, n.outputs);

export const COMBINE: OpTable<"Add" | "Sub" | "Mul" | "Div" | "Concat" | "Split"> = {
  Add: {
    family: "sum",
    forward: plain("Add"),
    vjp: (b, n, [g]) => [toOperand(b, n, 0, g!), toOperand(b, n, 1, g!)],
  },
  Sub: {
    family: "sum",
    forward: plain("Sub"),
    vjp: (b, n, [g]) => [toOperand(b, n, 0, g!), toOperand(b, n, 1, b.op("Neg", [g!]))],
  },
  Mul: {
    family: "gate",
    forward: plain("Mul"),
    vjp: (b, n, [g]) => [
      toOperand(b, n, 0, b.mul(g!, n.inputs[1]!)),
      toOperand(b, n, 1, b.mul(g!, n.inputs[0]!)),
    ],
  },
  Div: {
    family: "gate",
    forward: plain("Div"),
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      const share = b.div(g, n.inputs[1]!);
      return [toOperand(b, n, 0, share), toOperand(b, n, 1, b.op("Neg", [b.mul(share, n.outputs[0]!)]))];
    },
  },
  Concat: {
    family: "route",
    forward: (b, n) => void b.op("Concat", n.inputs, { axis: int(n, "axis") }, n.outputs),
    vjp: (b, n, incoming) => {
      const g = incoming[0]!;
      if (n.inputs.length === 1) return [g];
      return b.ops("Split", [g, b.ints(ints(n, "sizes"))], { axis: int(n, "axis") }, n.inputs.length);
    },
  },
  Split: {
    family: "route",
    forward: (b, n) =>
      void b.op("Split", [n.inputs[0]!, b.ints(ints(n, "sizes"))], { axis: int(n, "axis") }, n.outputs),
    vjp: (b, n, incoming) => {
      const parts = incoming.map((g, i) => g ?? b.zerosLike(n.outputs[i]!));
      return [parts.length === 1 ? parts[0]! : b.op("Concat", parts, { axis: int(n, "axis") })];
    },
  },
};
