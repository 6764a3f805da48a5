import type { Builder } from "../emit/builder";
import { int, ints, type Node } from "../graph/ir";
import { floatTensor, sizeOf } from "../graph/tensor";
import { emitTransposed } from "./conv";
import type { OpTable } from "./types";

function windowAttrs(node: Node) {
  return {
    kernel_shape: ints(node, "kernel"),
    strides: ints(node, "strides"),
    pads: ints(node, "pads"),
    dilations: ints(node, "dilations"),
    ceil_mode: int(node, "ceilMode"),
  };
}

/** Name of the second output of a max-pool: where in the flattened input each maximum lies. */
const winners = (node: Node) => `${node.outputs[0]}/winners`;

/** No two windows share a cell, and none hangs over an edge. */
function isTiling(b: Builder, node: Node): boolean {
  const [strides, kernel] = [ints(node, "strides"), ints(node, "kernel")];
  const spatialIn = b.dimsOf(node.inputs[0]!).slice(2);
  const spatialOut = b.dimsOf(node.outputs[0]!).slice(2);
  const apart = kernel.every(
    (k, i) => k <= strides[i]! && (spatialOut[i]! - 1) * strides[i]! + k <= spatialIn[i]!,
  );
  return (
    apart && [...ints(node, "pads")].every((p) => p === 0) && ints(node, "dilations").every((d) => d === 1)
  );
}

/** How many real cells each window averages, `[1, 1, …out]`: padding counts only where the model says so. */
export function windowCounts(
  node: Node,
  spatialIn: readonly number[],
  spatialOut: readonly number[],
): number[] {
  const [kernel, strides, pads, dilations] = ["kernel", "strides", "pads", "dilations"].map((k) =>
    ints(node, k),
  ) as [readonly number[], readonly number[], readonly number[], readonly number[]];
  const n = kernel.length;
  const padded = int(node, "countIncludePad") === 1;
  const along = spatialOut.map((out, axis) =>
    Array.from({ length: out }, (_, o) => {
      let count = 0;
      for (let k = 0; k < kernel[axis]!; k++) {
        const i = o * strides[axis]! - pads[axis]! + k * dilations[axis]!;
        const low = padded ? -pads[axis]! : 0;
        const high = padded ? spatialIn[axis]! + pads[axis + n]! : spatialIn[axis]!;
        if (i >= low && i < high) count++;
      }
      return count;
    }),
  );
  return along.reduce((grid, counts) => grid.flatMap((g) => counts.map((c) => g * c)), [1]);
}

/** Each output's share goes evenly to the cells of its window. */
function spread(b: Builder, node: Node, g: string): string {
  const dimsIn = b.dimsOf(node.inputs[0]!);
  const spatialIn = dimsIn.slice(2);
  const spatialOut = b.dimsOf(node.outputs[0]!).slice(2);
  const kernel = ints(node, "kernel");
  const channels = dimsIn[1]!;
  const counts = windowCounts(node, spatialIn, spatialOut);
  const same = counts.every((c) => c === counts[0]);
  const share = same
    ? g
    : b.div(
        g,
        b.keyed(`n:${spatialOut}:${counts}`, () => floatTensor([1, 1, ...spatialOut], counts)),
      );
  const weight = same ? 1 / counts[0]! : 1;
  const W = b.keyed(`ones:${channels}:${kernel}:${weight}`, () =>
    floatTensor([channels, 1, ...kernel], new Float32Array(channels * sizeOf(kernel)).fill(weight)),
  );
  const geometry = {
    kernel,
    strides: ints(node, "strides"),
    dilations: ints(node, "dilations"),
    pads: ints(node, "pads"),
    group: channels,
  };
  return emitTransposed(b, share, W, geometry, node.inputs[0]!, spatialOut);
}

export const POOL: OpTable<"MaxPool" | "AveragePool" | "ReduceMean" | "ReduceSum"> = {
  MaxPool: {
    family: "winner",
    forward: (b, n) => void b.op("MaxPool", n.inputs, windowAttrs(n), [n.outputs[0]!, winners(n)]),
    // Windows may overlap, so what several of them send to one cell has to add up; MaxUnpool cannot, but is faster.
    vjp: (b, n, [g]) => {
      if (!g) return [null];
      const x = n.inputs[0]!;
      const shape = b.op("Shape", [x]);
      if (isTiling(b, n)) {
        const attrs = { kernel_shape: ints(n, "kernel"), strides: ints(n, "strides") };
        return [b.op("MaxUnpool", [g, winners(n), shape], attrs)];
      }
      const zeros = b.op("ConstantOfShape", [b.op("ReduceProd", [shape], { keepdims: 1 })]);
      const flat = b.op("Reshape", [g, b.ints([-1])]);
      const index = b.op("Reshape", [winners(n), b.ints([-1])]);
      const scattered = b.op("ScatterElements", [zeros, index, flat], { axis: 0, reduction: "add" });
      return [b.op("Reshape", [scattered, shape])];
    },
  },
  AveragePool: {
    family: "average",
    forward: (b, n) =>
      void b.op(
        "AveragePool",
        n.inputs,
        { ...windowAttrs(n), count_include_pad: int(n, "countIncludePad") },
        n.outputs,
      ),
    vjp: (b, n, [g]) => [g ? spread(b, n, g) : null],
  },
  ReduceMean: {
    family: "average",
    forward: (b, n) => {
      const axes = ints(n, "axes");
      const rank = b.dimsOf(n.inputs[0]!).length;
      const isGlobalPool =
        axes.length === rank - 2 && axes.every((a, i) => a === i + 2) && int(n, "keepdims") === 1;
      if (isGlobalPool) b.op("GlobalAveragePool", n.inputs, {}, n.outputs);
      else b.op("ReduceMean", [n.inputs[0]!, b.ints(axes)], { keepdims: int(n, "keepdims") }, n.outputs);
    },
    vjp: (b, n, [g]) => (g ? [expand(b, n, b.mul(g, b.scalar(1 / reducedCount(b, n))))] : [null]),
  },
  ReduceSum: {
    family: "average",
    forward: (b, n) =>
      void b.op(
        "ReduceSum",
        [n.inputs[0]!, b.ints(ints(n, "axes"))],
        { keepdims: int(n, "keepdims") },
        n.outputs,
      ),
    vjp: (b, n, [g]) => [g ? expand(b, n, g) : null],
  },
};

function reducedCount(b: Builder, node: Node): number {
  const dims = b.dimsOf(node.inputs[0]!);
  return ints(node, "axes").reduce((product, a) => product * dims[a]!, 1);
}

/** A reduced value spread over the axes it was reduced along. */
function expand(b: Builder, node: Node, g: string): string {
  const x = node.inputs[0]!;
  const axes = ints(node, "axes");
  const kept = b.dimsOf(x).map((d, i) => (axes.includes(i) ? 1 : d));
  const shaped = int(node, "keepdims") === 1 ? g : b.reshape(g, kept);
  return b.op("Expand", [shaped, b.op("Shape", [x])]);
}
