import type { Builder } from "../emit/builder";
import { ints, type Node } from "../graph/ir";
import { DataType } from "../onnx/messages";
import { interleaved, pad, resized, shaped, slice } from "./weave";

/** Windows along one axis of a value. */
interface Line {
  /** Of the value: 2 is the first of its map. */
  readonly axis: number;
  readonly kernel: number;
  readonly stride: number;
  /** Cells of padding before the first. */
  readonly begin: number;
  readonly size: number;
  /** No fewer than the pool has, and so many that one begins in every stride of cells; those too many hold nothing. */
  readonly windows: number;
}

function linesOf(b: Builder, node: Node): Line[] {
  const [kernel, strides, pads] = [ints(node, "kernel"), ints(node, "strides"), ints(node, "pads")];
  const [sizes, out] = [b.dimsOf(node.inputs[0]!).slice(2), b.dimsOf(node.outputs[0]!).slice(2)];
  return kernel.map((k, i) => ({
    axis: i + 2,
    kernel: k,
    stride: strides[i]!,
    begin: pads[i]!,
    size: sizes[i]!,
    windows: Math.max(out[i]!, Math.ceil(sizes[i]! / strides[i]!)),
  }));
}

/** Makes the pool along one axis over the first cells of every window; maps how many to the pooled value. */
function beginnings(b: Builder, x: string, line: Line): (cells: number) => string {
  const { axis, stride, begin, size, windows } = line;
  const dims = b.dimsOf(x);
  const last = (windows - 1) * stride;
  const short = Math.max(0, last + 1 - size - begin);
  let padded: string | undefined;
  return (cells) => {
    // A pool's padding has to be smaller than its window, which some of these are too small for.
    const fits = begin < cells && short === 0;
    if (!fits) padded ??= pad(b, x, axis, begin, short, Number.NEGATIVE_INFINITY);
    const length = size + begin + short;
    const end = Math.max(0, last + cells - length);
    const along = (here: number, elsewhere: number) =>
      dims.slice(2).map((_, i) => (i + 2 === axis ? here : elsewhere));
    const pooled = b.op("MaxPool", [fits ? x : padded!], {
      kernel_shape: along(cells, 1),
      strides: along(stride, 1),
      pads: [...along(fits ? begin : 0, 0), ...along(end, 0)],
    });
    const count = Math.floor((length + end - cells) / stride) + 1;
    // A smaller window may fit in once more.
    return slice(b, shaped(b, resized(dims, axis, count), pooled), axis, 0, windows);
  };
}

/** Moves a value along an axis of which `length` cells are kept; zeros come in. */
function shifted(b: Builder, x: string, axis: number, by: number, length: number): string {
  const size = b.dimsOf(x)[axis]!;
  const kept = slice(b, x, axis, Math.max(0, -by), Math.min(size, length - by));
  const begin = Math.max(0, by);
  return pad(b, kept, axis, begin, length - begin - b.dimsOf(kept)[axis]!);
}

/** Undoes a pool along one axis: what a window holds goes to the first of its cells that has the window's maximum. */
function undone(b: Builder, x: string, largest: string, held: string, line: Line): string {
  const { axis, kernel, stride, begin, size } = line;
  const dims = b.dimsOf(held);
  const beginning = beginnings(b, x, line);
  /** What goes to a cell behind the first 0, 1, … of the window. */
  const behind = [held];
  for (let cells = 1; cells < kernel; cells++) {
    const isBehind = b.op("Cast", [b.op("Less", [beginning(cells), largest])], { to: DataType.FLOAT });
    behind.push(b.mul(held, shaped(b, dims, isBehind)));
  }
  const length = Math.ceil(size / stride);
  /** What goes to the cells 0, stride, …, to 1, stride + 1, … and so on. */
  const phases = new Array<string | undefined>(stride).fill(undefined);
  for (let cell = 0; cell < kernel; cell++) {
    const by = Math.floor((cell - begin) / stride);
    if (by >= length) continue;
    const share = cell === kernel - 1 ? behind[cell]! : b.op("Sub", [behind[cell]!, behind[cell + 1]!]);
    const moved = shifted(b, share, axis, by, length);
    const phase = cell - begin - by * stride;
    const before = phases[phase];
    phases[phase] = before === undefined ? moved : b.add(before, moved);
  }
  const someone = phases.find((p) => p !== undefined)!;
  const whole = interleaved(
    b,
    phases.map((p) => p ?? shaped(b, b.dimsOf(someone), b.zerosLike(someone))),
    axis,
    stride,
  );
  return slice(b, whole, axis, 0, size);
}

/**
 * Gives what the windows of a max-pool hold to their winners; where windows overlap it adds up. The winner is the first maximum
 * in reading order: on the first row that has it, the first column. So a pool over rows and columns is one over columns,
 * then one over rows, and is undone the other way about, with pools, comparisons and copies of whole rows only.
 */
export function unpooled(b: Builder, node: Node, held: string): string {
  const lines = linesOf(b, node);
  let rest = shaped(b, b.dimsOf(node.outputs[0]!), held);
  for (const { axis, windows } of lines) rest = pad(b, rest, axis, 0, windows - b.dimsOf(rest)[axis]!);
  /** The input, pooled along all axes, all but the first, …, none. */
  const pools = [node.inputs[0]!];
  for (const line of [...lines].reverse()) pools.unshift(beginnings(b, pools[0]!, line)(line.kernel));
  lines.forEach((line, i) => {
    rest = undone(b, pools[i + 1]!, pools[i]!, rest, line);
  });
  return rest;
}
