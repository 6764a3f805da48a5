import { sizeOf } from "../graph/tensor";

/** Attribute arithmetic of the ONNX specification, on plain numbers. Errors are RangeErrors; the caller names the node. */

/** Target of a `Reshape`: 0 copies a dimension (unless `allowZero`), −1 is inferred. */
export function resolveTarget(
  dims: readonly number[],
  target: readonly number[],
  allowZero: boolean,
): number[] {
  const copied = target.map((d, i) => (d === 0 && !allowZero ? (dims[i] ?? 0) : d));
  const known = copied.filter((d) => d !== -1).reduce((product, d) => product * d, 1);
  const size = sizeOf(dims);
  const result = copied.map((d) => (d === -1 ? (known === 0 ? 0 : size / known) : d));
  if (sizeOf(result) !== size || result.some((d) => !Number.isInteger(d))) {
    throw new RangeError(`[${dims}] cannot be reshaped to [${target}]`);
  }
  return result;
}

export interface SliceArguments {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[] | null;
  readonly steps: readonly number[] | null;
}

/** For every axis: the first index, the step and the number of elements taken. */
export function resolveSlice(dims: readonly number[], { starts, ends, axes, steps }: SliceArguments) {
  const begin = dims.map(() => 0);
  const step = dims.map(() => 1);
  const count = [...dims];
  starts.forEach((start, k) => {
    const axis = ((axes?.[k] ?? k) + dims.length) % dims.length;
    const size = dims[axis]!;
    const by = steps?.[k] ?? 1;
    if (by === 0) throw new RangeError("a slice step of 0");
    const wrap = (v: number) => (v < 0 ? v + size : v);
    const low = by > 0 ? 0 : -1;
    const high = by > 0 ? size : size - 1;
    const from = Math.min(Math.max(wrap(start), by > 0 ? 0 : 0), by > 0 ? size : size - 1);
    const end = ends[k]!;
    const to = Math.min(Math.max(wrap(end), low), by > 0 ? high : size);
    begin[axis] = from;
    step[axis] = by;
    count[axis] = Math.max(0, Math.ceil((to - from) / by));
  });
  return { begin, step, count };
}

export interface WindowArguments {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All begins, then all ends; ignored unless `autoPad` is NOTSET. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceilMode: boolean;
}

export interface ResolvedWindow {
  /** Spatial output size. */
  readonly out: number[];
  /** Explicit pads, whatever `auto_pad` said. */
  readonly pads: number[];
  /** By how much the last window of each axis hangs over the end padding; only `ceil_mode` lets it. */
  readonly overhang: number[];
  /** Whether `ceil_mode` would have begun one more window, in the end padding, on some axis. */
  readonly dropped: boolean;
}

/** Spatial output size and explicit pads of a convolution or pooling window. */
export function resolveWindow(spatial: readonly number[], w: WindowArguments): ResolvedWindow {
  const n = spatial.length;
  const overhang = new Array<number>(n).fill(0);
  let dropped = false;
  const pads = w.autoPad === "NOTSET" || w.autoPad === "" ? [...w.pads] : new Array<number>(2 * n).fill(0);
  const out = spatial.map((size, i) => {
    const extent = (w.kernel[i]! - 1) * w.dilations[i]! + 1;
    const stride = w.strides[i]!;
    if (w.autoPad === "SAME_UPPER" || w.autoPad === "SAME_LOWER") {
      const result = Math.ceil(size / stride);
      const total = Math.max(0, (result - 1) * stride + extent - size);
      const small = Math.floor(total / 2);
      pads[i] = w.autoPad === "SAME_UPPER" ? small : total - small;
      pads[i + n] = total - pads[i]!;
      return result;
    }
    const room = size + pads[i]! + pads[i + n]! - extent;
    let result = Math.floor(room / stride) + 1;
    if (w.ceilMode) {
      result = Math.ceil(room / stride) + 1;
      // A window that would start in the end padding is dropped (ONNX 19 and PyTorch agree).
      if ((result - 1) * stride >= size + pads[i]!) {
        result--;
        dropped = true;
      }
      overhang[i] = Math.max(0, (result - 1) * stride - room);
    }
    return result;
  });
  if (out.some((d) => d < 1)) throw new RangeError(`window [${w.kernel}] does not fit into [${spatial}]`);
  return { out, pads, overhang, dropped };
}
