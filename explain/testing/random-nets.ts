import fc from "fast-check";
import { sizeOf } from "../graph/tensor";
import { normalArray } from "../random";
import { ModelBuilder } from "./model-builder";

/** What one block does to the feature map; numbers are taken as wishes and made to fit where the block is built. */
export type Block =
  | ({ readonly kind: "conv"; readonly out: number; readonly group: number } & Window)
  | ({ readonly kind: "max-pool"; readonly ceil: boolean } & Window)
  | ({ readonly kind: "average-pool"; readonly ceil: boolean; readonly countPad: boolean } & Window)
  | { readonly kind: "batch-norm" }
  | { readonly kind: "residual"; readonly bias: boolean }
  | { readonly kind: "concat"; readonly out: number; readonly first: boolean }
  | { readonly kind: "split"; readonly at: number; readonly drop: boolean }
  | { readonly kind: "slice"; readonly axis: number; readonly begin: number; readonly step: number }
  | { readonly kind: "pad"; readonly mode: "constant" | "reflect" | "edge"; readonly pads: Six }
  | { readonly kind: "gate"; readonly how: "excite" | "sigmoid" | "silu" | "softmax" }
  | { readonly kind: "activation"; readonly op: Activation };

export type BlockKind = Block["kind"];
type Three = readonly [number, number, number];
type Six = readonly [number, number, number, number, number, number];
const ACTIVATIONS = ["Relu", "LeakyRelu", "Elu", "Sigmoid", "Tanh", "Softplus", "HardSwish"] as const;
type Activation = (typeof ACTIVATIONS)[number];

/** A window along up to three axes. */
interface Window {
  readonly kernel: Three;
  readonly stride: Three;
  readonly dilation: Three;
  readonly pads: Six;
  readonly bias: boolean;
}

export interface RandomNet {
  readonly seed: number;
  /** Spatial axes: 1, 2 or 3. */
  readonly axes: number;
  readonly channels: number;
  readonly size: Three;
  readonly blocks: readonly Block[];
  /** A ReLU after every layer with weights: without it, the rules that split by sign lose relevance. */
  readonly rectified: boolean;
  readonly head: { readonly pooled: boolean; readonly hidden: boolean; readonly bias: boolean };
}

export const CLASSES = 4;

const int = (min: number, max: number) => fc.integer({ min, max });
const three = (min: number, max: number) => fc.tuple(int(min, max), int(min, max), int(min, max));
const six = (max: number) =>
  fc.tuple(int(0, max), int(0, max), int(0, max), int(0, max), int(0, max), int(0, max));

interface Family {
  /** Blocks that may occur; default: all. */
  readonly kinds?: readonly BlockKind[];
  readonly rectified?: boolean;
  /** No constant is added anywhere. */
  readonly unbiased?: boolean;
}

function blockOf(kind: BlockKind, unbiased: boolean): fc.Arbitrary<Block> {
  const bias = unbiased ? fc.constant(false) : fc.boolean();
  const window = { kernel: three(1, 3), stride: three(1, 3), dilation: three(1, 2), pads: six(2), bias };
  const kinds: { readonly [K in BlockKind]: fc.Arbitrary<Extract<Block, { kind: K }>> } = {
    conv: fc.record({ kind: fc.constant("conv"), out: int(1, 5), group: int(1, 3), ...window }),
    "max-pool": fc.record({ kind: fc.constant("max-pool"), ceil: fc.boolean(), ...window }),
    "average-pool": fc.record({
      kind: fc.constant("average-pool"),
      ceil: fc.boolean(),
      countPad: fc.boolean(),
      ...window,
    }),
    "batch-norm": fc.record({ kind: fc.constant("batch-norm") }),
    residual: fc.record({ kind: fc.constant("residual"), bias }),
    concat: fc.record({ kind: fc.constant("concat"), out: int(1, 3), first: fc.boolean() }),
    split: fc.record({ kind: fc.constant("split"), at: int(1, 4), drop: fc.boolean() }),
    slice: fc.record({
      kind: fc.constant("slice"),
      axis: int(0, 2),
      begin: int(0, 3),
      step: fc.constantFrom(1, 2, -1, -2),
    }),
    pad: fc.record({
      kind: fc.constant("pad"),
      mode: fc.constantFrom("constant", "reflect", "edge"),
      pads: six(2),
    }),
    gate: fc.record({
      kind: fc.constant("gate"),
      how: fc.constantFrom("excite", "sigmoid", "silu", "softmax"),
    }),
    activation: fc.record({ kind: fc.constant("activation"), op: fc.constantFrom(...ACTIVATIONS) }),
  };
  return kinds[kind];
}

const ALL: readonly BlockKind[] = [
  "conv",
  "max-pool",
  "average-pool",
  "batch-norm",
  "residual",
  "concat",
  "split",
  "slice",
  "pad",
  "gate",
  "activation",
];

/** Small valid classifiers. They shrink towards few blocks, small windows, one axis and no bias. */
export function randomNets({
  kinds = ALL,
  rectified,
  unbiased = false,
}: Family = {}): fc.Arbitrary<RandomNet> {
  // Convolutions are what everything else stands between.
  const block = fc.oneof(
    { arbitrary: blockOf("conv", unbiased), weight: Math.ceil(kinds.length / 2) },
    ...kinds.map((kind) => ({ arbitrary: blockOf(kind, unbiased), weight: 1 })),
  );
  return fc.record({
    seed: int(1, 1e6),
    axes: fc.constantFrom(2, 1, 3),
    channels: int(1, 3),
    size: three(3, 6),
    blocks: fc.array(block, { minLength: 1, maxLength: 6 }),
    rectified: rectified === undefined ? fc.boolean() : fc.constant(rectified),
    head: fc.record({
      pooled: fc.boolean(),
      hidden: fc.boolean(),
      bias: unbiased ? fc.constant(false) : fc.boolean(),
    }),
  });
}

/** A feature map under construction. */
interface Feature {
  readonly value: string;
  readonly channels: number;
  readonly spatial: readonly number[];
}

/** The window a block wishes for, made to fit; ONNX Runtime refuses pools whose padding is as wide as the window. */
function fit(w: Window, spatial: readonly number[], isPool: boolean, ceil: boolean) {
  const n = spatial.length;
  const kernel = w.kernel.slice(0, n);
  const stride = w.stride.slice(0, n);
  const dilation = isPool ? new Array<number>(n).fill(1) : w.dilation.slice(0, n);
  const begin = w.pads.slice(0, n);
  const end = w.pads.slice(3, 3 + n);
  let isCeil = ceil;
  const windows = spatial.map((size, i) => {
    if (isPool) {
      kernel[i] = Math.min(kernel[i]!, size);
      begin[i] = Math.min(begin[i]!, kernel[i]! - 1);
      end[i] = Math.min(end[i]!, kernel[i]! - 1);
    }
    const padded = size + begin[i]! + end[i]!;
    if ((kernel[i]! - 1) * dilation[i]! + 1 > padded) dilation[i] = 1;
    kernel[i] = Math.min(kernel[i]!, padded);
    const room = padded - (kernel[i]! - 1) * dilation[i]! - 1;
    const count = Math.floor(room / stride[i]!) + 1;
    // ONNX Runtime's shape inference disagrees with its kernel about a window that begins in the end padding.
    const hangs = room % stride[i]! !== 0;
    if (hangs && count * stride[i]! >= size + begin[i]!) isCeil = false;
    return { count, hangs };
  });
  const out = windows.map(({ count, hangs }) => (isCeil && hangs ? count + 1 : count));
  return { kernel, stride, dilation, pads: [...begin, ...end], out, ceil: isCeil };
}

function convBlock(b: ModelBuilder, x: Feature, block: Extract<Block, { kind: "conv" }>): Feature {
  const { kernel, stride, dilation, pads, out } = fit(block, x.spatial, false, false);
  const group = x.channels % block.group === 0 ? block.group : 1;
  const channels = block.out * group;
  const value = b.conv(x.value, channels, { kernel, stride, pad: pads, dilation, group, bias: block.bias });
  return { value, channels, spatial: out };
}

function poolBlock(b: ModelBuilder, x: Feature, block: Block & Window & { readonly ceil: boolean }): Feature {
  const { kernel, stride, pads, out, ceil } = fit(block, x.spatial, true, block.ceil);
  const attrs = { kernel_shape: kernel, strides: stride, pads, ceil_mode: Number(ceil) };
  const value =
    block.kind === "max-pool"
      ? b.op("MaxPool", [x.value], attrs)
      : b.op("AveragePool", [x.value], {
          ...attrs,
          count_include_pad: Number(block.kind === "average-pool" && block.countPad),
        });
  return { ...x, value, spatial: out };
}

function splitBlock(b: ModelBuilder, x: Feature, at: number, drop: boolean): Feature {
  if (x.channels < 2) return x;
  const left = Math.min(at, x.channels - 1);
  const sizes = [left, x.channels - left];
  const [one, two] = b.ops("Split", [x.value, b.ints(sizes)], { axis: 1 }, 2) as [string, string];
  if (drop) return { ...x, value: b.op("Relu", [two], {}, sizes[1]), channels: sizes[1]! };
  return { ...x, value: b.op("Concat", [two, b.op("Relu", [one])], { axis: 1 }, x.channels) };
}

function sliceBlock(b: ModelBuilder, x: Feature, block: Extract<Block, { kind: "slice" }>): Feature {
  const axis = block.axis % x.spatial.length;
  const size = x.spatial[axis]!;
  const begin = Math.min(block.begin, size - 1);
  const [from, to] = block.step > 0 ? [begin, size] : [size - 1 - begin, -99];
  const taken = Math.ceil((size - begin) / Math.abs(block.step));
  const inputs = [x.value, b.ints([from]), b.ints([to]), b.ints([axis + 2]), b.ints([block.step])];
  return { ...x, value: b.op("Slice", inputs), spatial: x.spatial.map((d, i) => (i === axis ? taken : d)) };
}

function padBlock(b: ModelBuilder, x: Feature, block: Extract<Block, { kind: "pad" }>): Feature {
  const n = x.spatial.length;
  const wish = (i: number) =>
    block.mode === "reflect" ? Math.min(block.pads[i]!, x.spatial[i % n]! - 1) : block.pads[i]!;
  const [begin, end] = [x.spatial.map((_, i) => wish(i)), x.spatial.map((_, i) => wish(i + n))];
  // Not with 0: ONNX Runtime fuses that into a pool, and then finds the pool's padding too wide.
  const inputs = [x.value, b.ints([0, 0, ...begin, 0, 0, ...end]), b.floats([], [0.25])];
  const value = b.op("Pad", inputs, { mode: block.mode });
  return { ...x, value, spatial: x.spatial.map((d, i) => d + begin[i]! + end[i]!) };
}

function gateBlock(b: ModelBuilder, x: Feature, how: Extract<Block, { kind: "gate" }>["how"]): Feature {
  const point = (from: string) => b.conv(from, x.channels, { kernel: 1, bias: false });
  const gates = {
    excite: () => b.op("Sigmoid", [point(b.relu(point(b.globalAverage(x.value))))]),
    sigmoid: () => b.op("Sigmoid", [point(x.value)]),
    silu: () => b.op("Sigmoid", [x.value]),
    softmax: () => b.op("Softmax", [point(x.value)], { axis: 1 }),
  };
  return { ...x, value: b.op("Mul", [x.value, gates[how]()]) };
}

function build(b: ModelBuilder, x: Feature, block: Block): Feature {
  switch (block.kind) {
    case "conv":
      return convBlock(b, x, block);
    case "max-pool":
    case "average-pool":
      return poolBlock(b, x, block);
    case "batch-norm":
      return { ...x, value: b.batchNorm(x.value) };
    case "residual":
      return {
        ...x,
        value: b.op("Add", [b.relu(b.conv(x.value, x.channels, { pad: 1, bias: block.bias })), x.value]),
      };
    case "concat": {
      const more = b.relu(b.conv(x.value, block.out, { kernel: 1, bias: false }));
      const channels = x.channels + block.out;
      return {
        ...x,
        channels,
        value: b.op("Concat", block.first ? [more, x.value] : [x.value, more], { axis: 1 }, channels),
      };
    }
    case "split":
      return splitBlock(b, x, block.at, block.drop);
    case "slice":
      return sliceBlock(b, x, block);
    case "pad":
      return padBlock(b, x, block);
    case "gate":
      return gateBlock(b, x, block.how);
    case "activation":
      return { ...x, value: b.op(block.op, [x.value]) };
  }
}

/** The network as an ONNX file, and `count` images for it. */
export function buildRandomNet(net: RandomNet): {
  model: Uint8Array;
  images: (count: number) => Float32Array;
} {
  const b = new ModelBuilder(net.seed);
  const spatial = net.size.slice(0, net.axes);
  const image = [net.channels, ...spatial];
  let x: Feature = { value: b.input(["N", ...image]), channels: net.channels, spatial };
  for (const block of net.blocks) {
    x = build(b, x, block);
    const hasWeights = block.kind === "conv" || block.kind === "batch-norm";
    if (net.rectified && hasWeights) x = { ...x, value: b.relu(x.value) };
  }
  const pooled = net.head.pooled ? b.globalAverage(x.value) : x.value;
  let y = b.flatten(pooled, net.head.pooled ? x.channels : x.channels * sizeOf(x.spatial));
  if (net.head.hidden) y = b.relu(b.gemm(y, 5, net.head.bias));
  const model = b.build(b.gemm(y, CLASSES, net.head.bias));
  return { model, images: (count) => normalArray(count * sizeOf(image), net.seed + 1) };
}
