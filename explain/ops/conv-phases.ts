import type { Builder } from "../emit/builder";
import { derived, lazyTensor, type Tensor } from "../graph/tensor";

/** Geometry of a convolution; `pads` are those at the beginning of each axis, then those at the end. */
export interface Geometry {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
  readonly group: number;
}

/** What of a kernel axis (`first`, `first + stride`, …) reaches one phase of an input axis, and the pads for it. */
interface Phase {
  readonly first: number;
  readonly taps: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * Input cell stride·u + phase reached output o through kernel cell k where o·stride − pad + k = stride·u + phase. So k is every
 * stride-th kernel cell, and o = u + (phase + pad − k) / stride: a convolution of stride one, the kernel reversed. Phases the
 * kernel never reaches are left out where they come last; null where the axis cannot be written so.
 */
function phasesOf(kernel: number, stride: number, pad: number, sizeIn: number, sizeOut: number) {
  const phases: Phase[] = [];
  for (let phase = 0; phase < stride; phase++) {
    const first = (phase + pad) % stride;
    if (first >= kernel) continue;
    const taps = Math.ceil((kernel - first) / stride);
    const begin = taps - 1 - Math.floor((phase + pad) / stride);
    const end = Math.ceil(sizeIn / stride) - sizeOut - begin + taps - 1;
    if (phases.length < phase || begin < 0 || end < 0) return null;
    phases.push({ first, taps, begin, end });
  }
  return phases;
}

/** `[M, C, kh, kw]` → `[C, M, taps…]`: the kernel cells of one phase, reversed. */
function phaseWeights(W: Tensor, strides: readonly number[], y: Phase, x: Phase): Tensor {
  const [M, C, kh, kw] = W.dims as [number, number, number, number];
  return lazyTensor([C, M, y.taps, x.taps], "float", () => {
    const source = W.data;
    const data = new Float32Array(C * M * y.taps * x.taps);
    let at = 0;
    for (let c = 0; c < C; c++) {
      for (let m = 0; m < M; m++) {
        for (let i = y.taps - 1; i >= 0; i--) {
          const row = ((m * C + c) * kh + y.first + i * strides[0]!) * kw;
          for (let j = x.taps - 1; j >= 0; j--) data[at++] = source[row + x.first + j * strides[1]!]!;
        }
      }
    }
    return data;
  });
}

/**
 * The adjoint of a strided convolution as one small convolution of stride one for every phase of the input grid (sub-pixel
 * convolution, Shi 2016). Together they multiply as often as the forward pass and hold the weights once, and run in the
 * runtime's blocked layout, which transposed convolutions do not. Null where it does not apply.
 */
export function phasedBackward(
  b: Builder,
  s: string,
  W: Tensor,
  g: Geometry,
  spatialIn: readonly number[],
  spatialOut: readonly number[],
): string | null {
  if (g.kernel.length !== 2 || g.group !== 1 || g.dilations.some((d) => d !== 1)) return null;
  const [ys, xs] = [0, 1].map((i) =>
    phasesOf(g.kernel[i]!, g.strides[i]!, g.pads[i]!, spatialIn[i]!, spatialOut[i]!),
  );
  if (!ys || !xs) return null;
  const parts = ys.flatMap((y) =>
    xs.map((x) => {
      const key = `phase:${g.strides}:${y.first},${x.first}`;
      const weights = derived(W, key, (w) => phaseWeights(w, g.strides, y, x));
      const pads = [y.begin, x.begin, y.end, x.end];
      return b.op("Conv", [s, b.tensor(weights, "Wᵀ")], { kernel_shape: weights.dims.slice(2), pads });
    }),
  );
  const all = parts.length === 1 ? parts[0]! : b.op("Concat", parts, { axis: 1 });
  return interleave(b, all, W.dims[1]!, [ys.length, xs.length], g.strides, spatialIn);
}

/**
 * `[N, py·px·C, h, w]` → `[N, C, …spatial]`, cell (y, x) of part (py, px) going to (sy·y + py, sx·x + px); zeros where there is
 * no part. Channels come last meanwhile, so that whole runs of them are moved: several times faster than DepthToSpace.
 */
function interleave(
  b: Builder,
  parts: string,
  C: number,
  [py, px]: readonly [number, number],
  strides: readonly number[],
  spatial: readonly number[],
): string {
  const [sy, sx] = strides as [number, number];
  const [h, w] = spatial.map((size, i) => Math.ceil(size / strides[i]!)) as [number, number];
  const [H, V] = spatial as [number, number];
  let cells = b.op("Transpose", [parts], { perm: [0, 2, 3, 1] });
  if (py > 1) {
    cells = b.op("Transpose", [b.reshape(cells, [0, h, w, py, px * C])], { perm: [0, 1, 3, 2, 4] });
  } else cells = b.reshape(cells, [0, h, 1, w, px * C]);
  if (py < sy || px < sx) {
    cells = b.op("Pad", [cells, b.ints([0, 0, 0, 0, 0, 0, 0, sy - py, 0, (sx - px) * C])]);
  }
  cells = b.op("Transpose", [b.reshape(cells, [0, h * sy, w * sx, C])], { perm: [0, 3, 1, 2] });
  if (h * sy === H && w * sx === V) return cells;
  return b.op("Slice", [cells, b.ints([0, 0]), b.ints([H, V]), b.ints([2, 3])]);
}
