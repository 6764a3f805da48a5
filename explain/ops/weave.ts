import type { Builder } from "../emit/builder";

/** A value's dims, one of them another. */
export const resized = (dims: readonly number[], axis: number, size: number) =>
  dims.map((d, i) => (i === axis ? size : d));

/** Notes the dims of a value just emitted. */
export function shaped(b: Builder, dims: readonly number[], value: string): string {
  b.dims.set(value, dims);
  return value;
}

export function pad(b: Builder, x: string, axis: number, begin: number, end: number, value = 0): string {
  if (begin === 0 && end === 0) return x;
  const dims = b.dimsOf(x);
  const pads = new Array<number>(2 * dims.length).fill(0);
  pads[axis] = begin;
  pads[axis + dims.length] = end;
  const padded = resized(dims, axis, dims[axis]! + begin + end);
  return shaped(b, padded, b.op("Pad", [x, b.ints(pads), b.scalar(value)]));
}

export function slice(b: Builder, x: string, axis: number, from: number, to: number): string {
  const dims = b.dimsOf(x);
  if (from === 0 && to === dims[axis]) return x;
  const cut = b.op("Slice", [x, b.ints([from]), b.ints([to]), b.ints([axis])]);
  return shaped(b, resized(dims, axis, to - from), cut);
}

/**
 * Values shaped alike, their cells along an axis of the map taken in turn; zeros where there are fewer values than `turns`. Only
 * whole runs are copied, within the map, so that the runtime may keep the channels in blocks.
 */
export function interleaved(b: Builder, parts: readonly string[], axis: number, turns: number): string {
  if (turns === 1) return parts[0]!;
  const dims = b.dimsOf(parts[0]!);
  // Runs of the next axis are laid side by side; behind the last axis there is one more, of single cells.
  const isLast = axis === dims.length - 1;
  const cells = isLast ? [...dims.slice(0, 2), dims.slice(2).reduce((p, d) => p * d), 1] : dims;
  const runs = isLast ? parts.map((p) => shaped(b, cells, b.reshape(p, cells))) : parts;
  const next = isLast ? 3 : axis + 1;
  const run = cells[next]!;
  const joined =
    runs.length === 1
      ? runs[0]!
      : shaped(b, resized(cells, next, run * runs.length), b.op("Concat", runs, { axis: next }));
  const whole = pad(b, joined, next, 0, run * (turns - runs.length));
  const woven = resized(dims, axis, dims[axis]! * turns);
  return shaped(b, woven, b.reshape(whole, woven));
}
