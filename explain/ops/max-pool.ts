import { int, ints, type Node } from "../graph/ir";
import type { OpDefinition } from "./types";
import { unpooled } from "./unpool";

export function windowAttrs(node: Node) {
  return {
    kernel_shape: ints(node, "kernel"),
    strides: ints(node, "strides"),
    pads: ints(node, "pads"),
    dilations: ints(node, "dilations"),
    ceil_mode: int(node, "ceilMode"),
  };
}

/** Name of the second output of a max-pool: where in the flattened input each maximum lies. */
const indices = (node: Node) => `${node.outputs[0]}/winners`;

/** A pool is undone in steps as many as its windows are long; beyond this its indices cost less. */
const LONGEST = 5;

const isShort = (node: Node) =>
  ints(node, "kernel").every((k) => k <= LONGEST) && ints(node, "dilations").every((d) => d === 1);

export const MAX_POOL: OpDefinition = {
  family: "winner",
  forward: (b, n) => void b.op("MaxPool", n.inputs, windowAttrs(n), [n.outputs[0]!, indices(n)]),
  // Windows may overlap, so what several of them send to one cell has to add up.
  vjp: (b, n, [g]) => {
    if (isShort(n)) return [unpooled(b, n, g!)];
    const shape = b.shapeOf(n.inputs[0]!);
    const zeros = b.op("ConstantOfShape", [b.op("ReduceProd", [shape], { keepdims: 1 })]);
    const flat = b.op("Reshape", [g!, b.ints([-1])]);
    const index = b.op("Reshape", [indices(n), b.ints([-1])]);
    const scattered = b.op("ScatterElements", [zeros, index, flat], { axis: 0, reduction: "add" });
    return [b.op("Reshape", [scattered, shape])];
  },
};
