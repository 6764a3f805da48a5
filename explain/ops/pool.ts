import type { Builder } from "../emit/builder";
import { int, ints, type Node } from "../graph/ir";
import { floatTensor, sizeOf } from "../graph/tensor";
import { emitTransposed } from "./conv";
import { MAX_POOL, windowAttrs } from "./max-pool";
import type { OpTable } from "./types";

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
  MaxPool: MAX_POOL,
  AveragePool: {
    family: "average",
    forward: (b, n) =>
      void b.op(
        "AveragePool",
        n.inputs,
        { ...windowAttrs(n), count_include_pad: int(n, "countIncludePad") },
        n.outputs,
      ),
    vjp: (b, n, [g]) => [spread(b, n, g!)],
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
    vjp: (b, n, [g]) => [expand(b, n, b.mul(g!, b.scalar(1 / reducedCount(b, n))))],
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
    vjp: (b, n, [g]) => [expand(b, n, g!)],
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
  return b.op("Expand", [shaped, b.shapeOf(x)]);
}
