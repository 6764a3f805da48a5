import type { Builder } from "../emit/builder";
import { int, ints, type Node } from "../graph/ir";
import { floatTensor } from "../graph/tensor";
import { DataType } from "../onnx/messages";
import type { OpDefinition } from "./types";

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

/** Larger windows would need more pools than their indices cost. */
const MOST_CELLS = 9;
/** Positions are counted in float32, which is exact so far. */
const MOST_POSITIONS = 2 ** 24;

function isCountable(b: Builder, node: Node): boolean {
  const kernel = ints(node, "kernel");
  const [H = 0, W = 0] = b.dimsOf(node.inputs[0]!).slice(2);
  const cells = kernel.reduce((p, k) => p * k, 1);
  const plain = kernel.length === 2 && ints(node, "dilations").every((d) => d === 1);
  return plain && cells > 1 && cells <= MOST_CELLS && H * W <= MOST_POSITIONS;
}

/** Where in its channel each window begins, `[1, 1, h, w]`; in the padding that is nowhere, but no winner is there. */
function corners(b: Builder, node: Node): string {
  const [strides, pads] = [ints(node, "strides"), ints(node, "pads")];
  const W = b.dimsOf(node.inputs[0]!)[3]!;
  const [h, w] = b.dimsOf(node.outputs[0]!).slice(2) as [number, number];
  return b.keyed(`corners:${[W, strides, pads, h, w]}`, () => {
    const at = (o: number, axis: number) => o * strides[axis]! - pads[axis]!;
    const values = Array.from({ length: h * w }, (_, i) => at(Math.floor(i / w), 0) * W + at(i % w, 1));
    return floatTensor([1, 1, h, w], values);
  });
}

/**
 * Makes the pool over the first `h` rows and `w` columns of every window: maps `[h, w]` to a value shaped like the pool's own.
 */
function beginnings(b: Builder, node: Node): (h: number, w: number) => string {
  const [kernel, strides] = [ints(node, "kernel"), ints(node, "strides")];
  const begin = ints(node, "pads").slice(0, 2);
  const out = b.dimsOf(node.outputs[0]!).slice(2);
  const sizes = b
    .dimsOf(node.inputs[0]!)
    .map((d, i) => (i < 2 ? d : d + begin[i - 2]!))
    .slice(2);
  const missing = (window: readonly number[]) =>
    window.map((k, i) => Math.max(0, (out[i]! - 1) * strides[i]! + k - sizes[i]!));
  let image = node.inputs[0]!;
  let end = missing;
  if (begin.some((p) => p > 0)) {
    // A pool's padding has to be smaller than its window, which some of these are too small for.
    const pads = b.ints([0, 0, ...begin, 0, 0, ...missing(kernel)]);
    image = b.op("Pad", [image, pads, b.scalar(Number.NEGATIVE_INFINITY)]);
    missing(kernel).forEach((m, i) => {
      sizes[i]! += m;
    });
    end = () => [0, 0];
  }
  return (...window) => {
    const attrs = { kernel_shape: window, strides, pads: [0, 0, ...end(window)] };
    const largest = b.op("MaxPool", [image], attrs);
    // A smaller window may fit in once more.
    const fits = window.some((k, i) => sizes[i]! - k >= out[i]! * strides[i]!);
    return fits ? b.op("Slice", [largest, b.ints([0, 0]), b.ints(out), b.ints([2, 3])]) : largest;
  };
}

/**
 * Where in its channel the winner of each window lies, `[N, C, h, w]` float: the first maximum in reading order. Before it
 * come as many cells as the window has beginnings with a maximum below the window's own; and a beginning is some full rows
 * and a smaller window, so that pools find these maxima. The runtime pools many times faster than it tells indices.
 */
function winnerPosition(b: Builder, node: Node): string {
  const [kh, kw] = ints(node, "kernel") as [number, number];
  const W = b.dimsOf(node.inputs[0]!)[3]!;
  const beginning = beginnings(b, node);
  const isBelow = (h: number, w: number) => b.op("Less", [beginning(h, w), node.outputs[0]!]);
  const withinRow: string[] = [];
  const atRowEnd: string[] = [];
  for (let row = 1; row <= kh; row++) {
    const above = atRowEnd.at(-1);
    for (let column = 1; column < kw; column++) {
      const below = isBelow(row, column);
      withinRow.push(above ? b.op("And", [below, above]) : below);
    }
    if (row < kh) atRowEnd.push(isBelow(row, kw));
  }
  const count = (flags: readonly string[]) =>
    b.sum(flags.map((f) => b.op("Cast", [f], { to: DataType.FLOAT })));
  const terms = [corners(b, node)];
  if (kw > 1) terms.push(count(withinRow));
  if (kh > 1) terms.push(b.mul(count(atRowEnd), b.scalar(W - kw + 1)));
  return b.sum(terms);
}

/** Where in the flattened input the winner of each window lies. */
function winners(b: Builder, node: Node, shape: string): string {
  if (!isCountable(b, node)) return indices(node);
  const [, C, H, W] = b.dimsOf(node.inputs[0]!) as [number, number, number, number];
  const position = b.op("Cast", [winnerPosition(b, node)], { to: DataType.INT64 });
  const size = b.op("ReduceProd", [shape], { keepdims: 0 });
  const channels = b.op("Range", [b.int(0), size, b.int(H * W)]);
  return b.add(position, b.op("Reshape", [channels, b.ints([-1, C, 1, 1])]));
}

export const MAX_POOL: OpDefinition = {
  family: "winner",
  forward: (b, n) => void b.op("MaxPool", n.inputs, windowAttrs(n), [n.outputs[0]!, indices(n)]),
  // Windows may overlap, so what several of them send to one cell has to add up; MaxUnpool cannot, but is faster.
  vjp: (b, n, incoming) => {
    const g = incoming[0]!;
    const shape = b.shapeOf(n.inputs[0]!);
    if (isTiling(b, n)) {
      const attrs = { kernel_shape: ints(n, "kernel"), strides: ints(n, "strides") };
      return [b.op("MaxUnpool", [g, winners(b, n, shape), shape], attrs)];
    }
    const zeros = b.op("ConstantOfShape", [b.op("ReduceProd", [shape], { keepdims: 1 })]);
    const flat = b.op("Reshape", [g, b.ints([-1])]);
    const index = b.op("Reshape", [winners(b, n, shape), b.ints([-1])]);
    const scattered = b.op("ScatterElements", [zeros, index, flat], { axis: 0, reduction: "add" });
    return [b.op("Reshape", [scattered, shape])];
  },
};
