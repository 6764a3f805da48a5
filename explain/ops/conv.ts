import type { Builder } from "../emit/builder";
import { int, ints, type Node } from "../graph/ir";
import { derived, lazyTensor, sizeOf, type Tensor } from "../graph/tensor";
import { type Geometry, phasedBackward } from "./conv-phases";
import type { OpTable } from "./types";

/**
 * Weights of the convolution that runs another one backwards: spatially flipped, input and output channels swapped within
 * each group. `[M, C/g, …k]` → `[C, M/g, …k]`.
 */
export function flippedWeights(W: Tensor, group: number): Tensor {
  const [M, perGroupIn] = [W.dims[0]!, W.dims[1]!];
  const window = W.dims.slice(2);
  const size = sizeOf(window);
  const perGroupOut = M / group;
  const dims = [perGroupIn * group, perGroupOut, ...window];
  return lazyTensor(dims, "float", () => {
    const source = W.data;
    const data = new Float32Array(source.length);
    let at = 0;
    for (let g = 0; g < group; g++) {
      for (let c = 0; c < perGroupIn; c++) {
        for (let m = 0; m < perGroupOut; m++) {
          const from = ((g * perGroupOut + m) * perGroupIn + c) * size;
          for (let k = 0; k < size; k++) data[at++] = source[from + size - 1 - k]!;
        }
      }
    }
    return data;
  });
}

/** A convolution with given weights (and bias), the geometry being that of `node`. */
export function emitConv(
  b: Builder,
  node: Node,
  x: string,
  W: string,
  bias: string | null,
  outputs?: readonly string[],
): string {
  return b.op(
    "Conv",
    bias ? [x, W, bias] : [x, W],
    {
      kernel_shape: ints(node, "kernel"),
      strides: ints(node, "strides"),
      dilations: ints(node, "dilations"),
      pads: ints(node, "pads"),
      group: int(node, "group"),
    },
    outputs,
  );
}

/**
 * The transposed convolution that maps `spatialOut` back to exactly the shape of `x`. What the windows never reached comes
 * back as zeros, what lay in padding is cut off.
 */
export function emitTransposed(
  b: Builder,
  s: string,
  W: string,
  g: Geometry,
  x: string,
  spatialOut: readonly number[],
): string {
  const spatialIn = b.dimsOf(x).slice(2);
  const n = spatialIn.length;
  const pads = new Array<number>(2 * n).fill(0);
  const missing = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    const full = (spatialOut[i]! - 1) * g.strides[i]! + (g.kernel[i]! - 1) * g.dilations[i]! + 1;
    if (full <= g.pads[i]!) return b.zerosLike(x); // no window reaches beyond the padding
    const surplus = full - g.pads[i]! - spatialIn[i]!;
    pads[i] = g.pads[i]!;
    pads[i + n] = Math.max(0, surplus);
    missing[i] = Math.max(0, -surplus);
  }
  const result = b.op("ConvTranspose", [s, W], {
    kernel_shape: g.kernel,
    strides: g.strides,
    dilations: g.dilations,
    pads,
    group: g.group,
  });
  if (missing.every((m) => m === 0)) return result;
  return b.op("Pad", [result, b.ints([...new Array<number>(n + 2).fill(0), 0, 0, ...missing])]);
}

/**
 * Up to this many input channels (in practice: at the image) the transposed convolution is the fastest, since its work is
 * proportional to them, while others round them up to the runtime's block of 8 or 16.
 */
const FEW_CHANNELS = 4;

/** cᵢ = Σⱼ wᵢⱼ sⱼ for a convolution, by whichever way the runtime computes fastest. */
export function convBackward(b: Builder, node: Node, s: string, W: Tensor): string {
  const g: Geometry = {
    kernel: ints(node, "kernel"),
    strides: ints(node, "strides"),
    dilations: ints(node, "dilations"),
    pads: ints(node, "pads"),
    group: int(node, "group"),
  };
  const x = node.inputs[0]!;
  const spatialOut = b.dimsOf(node.outputs[0]!).slice(2);
  const transposed = () => emitTransposed(b, s, b.tensor(W), g, x, spatialOut);
  if (W.dims[1]! * g.group <= FEW_CHANNELS) return transposed();
  if (g.strides.some((stride) => stride !== 1)) {
    return phasedBackward(b, s, W, g, x, spatialOut) ?? transposed();
  }
  const n = g.kernel.length;
  const pads = g.pads.map((p, i) => (g.kernel[i % n]! - 1) * g.dilations[i % n]! - p);
  if (pads.some((p) => p < 0)) return transposed();
  const flipped = derived(W, `flip:${g.group}`, (w) => flippedWeights(w, g.group));
  return b.op("Conv", [s, b.tensor(flipped, "Wᵀ")], {
    kernel_shape: g.kernel,
    strides: g.strides,
    dilations: g.dilations,
    pads,
    group: g.group,
  });
}

/** A transposed convolution with given weights, the geometry being that of `node`. */
export function emitConvTranspose(
  b: Builder,
  node: Node,
  x: string,
  W: string,
  bias: string | null,
  outputs?: readonly string[],
): string {
  return b.op(
    "ConvTranspose",
    bias ? [x, W, bias] : [x, W],
    {
      kernel_shape: ints(node, "kernel"),
      strides: ints(node, "strides"),
      dilations: ints(node, "dilations"),
      pads: ints(node, "pads"),
      output_padding: ints(node, "outputPadding"),
      group: int(node, "group"),
    },
    outputs,
  );
}

/** The adjoint of a transposed convolution is the convolution with the same weights. */
export function convTransposeBackward(b: Builder, node: Node, s: string, W: Tensor): string {
  return emitConv(b, node, s, b.tensor(W), null);
}

const bias = (b: Builder, node: Node) => (node.weights.b ? b.tensor(node.weights.b, "b") : null);

export const CONV: OpTable<"Conv" | "ConvTranspose"> = {
  Conv: {
    family: "linear",
    forward: (b, n) => void emitConv(b, n, n.inputs[0]!, b.tensor(n.weights.W!), bias(b, n), n.outputs),
    vjp: (b, n, [g]) => [convBackward(b, n, g!, n.weights.W!)],
  },
  ConvTranspose: {
    family: "linear",
    forward: (b, n) =>
      void emitConvTranspose(b, n, n.inputs[0]!, b.tensor(n.weights.W!), bias(b, n), n.outputs),
    vjp: (b, n, [g]) => [convTransposeBackward(b, n, g!, n.weights.W!)],
  },
};
