import type { ConvOptions, ModelBuilder } from "../model-builder";

export interface ZooOptions {
  readonly seed?: number;
  /** Side of the square image; the published size by default. */
  readonly side?: number;
  /** Images in a batch, as the file declares it; a name leaves it open. Default 1. */
  readonly batch?: number | string;
}

export const CLASSES = 1000;

/** Scale of the last normalisation of a residual branch: sums of many branches then neither grow nor vanish. */
export const BRANCH_GAIN = 0.3;

type Pair = readonly [number, number];

/** The image input: three channels, `side` the published one unless chosen otherwise. */
export function image(b: ModelBuilder, o: ZooOptions, side: number): string {
  return b.input([o.batch ?? 1, 3, o.side ?? side, o.side ?? side]);
}

/** Pads that keep the size at stride 1. */
const same = (kernel: number | Pair): number | Pair =>
  typeof kernel === "number" ? (kernel - 1) / 2 : [(kernel[0] - 1) / 2, (kernel[1] - 1) / 2];

/** Convolution without bias, then batch normalisation; padded so as to keep the size, unless told otherwise. */
export function convBn(
  b: ModelBuilder,
  x: string,
  out: number,
  { gain, ...o }: Omit<ConvOptions, "bias" | "kernel"> & { kernel?: number | Pair; gain?: number } = {},
): string {
  return b.batchNorm(b.conv(x, out, { pad: same(o.kernel ?? 3), ...o, bias: false }), gain);
}

export function maxPool(
  b: ModelBuilder,
  x: string,
  kernel: number,
  stride: number,
  { pad = 0, ceil = false } = {},
): string {
  return b.pool("MaxPool", x, kernel, {
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
    ceil_mode: Number(ceil),
  });
}

export const relu6 = (b: ModelBuilder, x: string): string =>
  b.op("Clip", [x, b.floats([], [0]), b.floats([], [6])]);

export function concat(b: ModelBuilder, parts: readonly string[]): string {
  const channels = parts.reduce((sum, part) => sum + b.channelsOf(part), 0);
  return b.op("Concat", parts, { axis: 1 }, channels);
}

/** Global average, dropout, and one dense layer: the head of most networks since 2014. */
export function classify(b: ModelBuilder, x: string): Uint8Array[] {
  const pooled = b.flatten(b.globalAverage(x), b.channelsOf(x));
  return b.chunks(b.gemm(b.op("Dropout", [pooled]), CLASSES));
}
