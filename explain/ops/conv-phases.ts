import type { Builder } from "../emit/builder";
import { derived, lazyTensor, type Tensor } from "../graph/tensor";
import { interleaved, shaped, slice } from "./weave";

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
  input: string,
  spatialOut: readonly number[],
): string | null {
  const spatialIn = b.dimsOf(input).slice(2);
  if (g.kernel.length !== 2 || g.group !== 1 || g.dilations.some((d) => d !== 1)) return null;
  const [ys, xs] = [0, 1].map((i) =>
    phasesOf(g.kernel[i]!, g.strides[i]!, g.pads[i]!, spatialIn[i]!, spatialOut[i]!),
  );
  if (!ys || !xs) return null;
  const grid = spatialIn.map((size, i) => Math.ceil(size / g.strides[i]!));
  const rows = ys.map((y) => {
    const parts = xs.map((x) => {
      const key = `phase:${g.strides}:${y.first},${x.first}`;
      const weights = derived(W, key, (w) => phaseWeights(w, g.strides, y, x));
      const pads = [y.begin, x.begin, y.end, x.end];
      const attrs = { kernel_shape: weights.dims.slice(2), pads };
      const dims = [b.dimsOf(input)[0]!, W.dims[1]!, ...grid];
      return shaped(b, dims, b.op("Conv", [s, b.tensor(weights, "Wᵀ")], attrs));
    });
    return interleaved(b, parts, 3, g.strides[1]!);
  });
  const cells = interleaved(b, rows, 2, g.strides[0]!);
  return slice(b, slice(b, cells, 2, 0, spatialIn[0]!), 3, 0, spatialIn[1]!);
}
