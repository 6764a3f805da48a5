import { ModelBuilder } from "../model-builder";
import { CLASSES, image, type ZooOptions } from "./blocks";

/** Blocks and channels of the stages of ConvNeXt-T (Liu 2022, section 3 and table 9). */
const STAGES = [
  { blocks: 3, channels: 96 },
  { blocks: 3, channels: 192 },
  { blocks: 9, channels: 384 },
  { blocks: 3, channels: 768 },
];

/** Opset 20 is the first with `Gelu`; before, exporters write x · (1 + erf(x / √2)) / 2. */
const OPSETS = { erf: 17, native: 20 } as const;

/** ConvNeXt-T as torchvision exports it: layer normalisation and dense layers on the last axis, between transpositions. */
export function convNeXtTiny(gelu: keyof typeof OPSETS, o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 77, OPSETS[gelu]);
  const channelsLast = (x: string) => b.op("Transpose", [x], { perm: [0, 2, 3, 1] });
  const channelsFirst = (x: string) => b.op("Transpose", [x], { perm: [0, 3, 1, 2] });
  const layerNorm = (x: string) => {
    const C = [b.channelsOf(x)];
    const attrs = { axis: -1, epsilon: { float: 1e-6 } };
    return b.op("LayerNormalization", [x, b.randoms(C, 0.1, 1), b.randoms(C, 0.1)], attrs);
  };
  const layerNorm2d = (x: string) => channelsFirst(layerNorm(channelsLast(x)));
  const dense = (x: string, out: number) => {
    const W = b.randoms([b.channelsOf(x), out], Math.sqrt(2 / b.channelsOf(x)));
    return b.op("Add", [b.randoms([out], 0.1), b.op("MatMul", [x, W], {}, out)], {}, out);
  };
  const activate = (x: string) => {
    if (gelu === "native") return b.op("Gelu", [x]);
    const erf = b.op("Erf", [b.op("Div", [x, b.floats([], [Math.SQRT2])])]);
    const twice = b.op("Mul", [x, b.op("Add", [erf, b.floats([], [1])])]);
    return b.op("Mul", [twice, b.floats([], [0.5])]);
  };
  const block = (x: string) => {
    const C = b.channelsOf(x);
    const seen = layerNorm(channelsLast(b.conv(x, C, { kernel: 7, pad: 3, group: C })));
    const bent = channelsFirst(dense(activate(dense(seen, 4 * C)), C));
    const scaled = b.op("Mul", [b.randoms([C, 1, 1], 0.03, 0.3), bent], {}, C);
    return b.op("Add", [scaled, x]);
  };
  let x = layerNorm2d(b.conv(image(b, o, 224), STAGES[0]!.channels, { kernel: 4, stride: 4 }));
  for (const [i, { blocks, channels }] of STAGES.entries()) {
    if (i > 0) x = b.conv(layerNorm2d(x), channels, { kernel: 2, stride: 2 });
    for (let at = 0; at < blocks; at++) x = block(x);
  }
  const pooled = layerNorm2d(b.globalAverage(x));
  return b.chunks(b.gemm(b.flatten(pooled, b.channelsOf(pooled)), CLASSES));
}
