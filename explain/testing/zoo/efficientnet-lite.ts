import { ModelBuilder } from "../model-builder";
import { BRANCH_GAIN, classify, convBn, image, relu6, type ZooOptions } from "./blocks";

/** Expansion, kernel, channels, layers, stride of the first (Tan 2019, table 1). */
const STAGES = [
  [1, 3, 16, 1, 1],
  [6, 3, 24, 2, 2],
  [6, 5, 40, 2, 2],
  [6, 3, 80, 3, 2],
  [6, 5, 112, 3, 1],
  [6, 5, 192, 4, 2],
  [6, 3, 320, 1, 1],
] as const;

/** TensorFlow's SAME at stride 2 on an even size: one more cell at the end than at the beginning. */
const stridePads = (kernel: number): number[] => {
  const [begin, end] = [(kernel - 3) / 2, (kernel - 1) / 2];
  return [begin, begin, end, end];
};

/**
 * EfficientNet-Lite0: EfficientNet-B0 without squeeze-and-excite and with ReLU6 for Swish (the authors' repository, "lite").
 * Sizes must be multiples of 32.
 */
export function efficientNetLite(o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 44);
  let x = relu6(b, convBn(b, image(b, o, 224), 32, { stride: 2, pad: stridePads(3) }));
  for (const [expansion, kernel, channels, layers, first] of STAGES) {
    for (let i = 0; i < layers; i++) {
      const [before, stride] = [x, i === 0 ? first : 1];
      const expanded = expansion * b.channelsOf(before);
      if (expansion > 1) x = relu6(b, convBn(b, x, expanded, { kernel: 1 }));
      const pads = stride === 2 ? { pad: stridePads(kernel) } : {};
      x = relu6(b, convBn(b, x, expanded, { kernel, stride, group: expanded, ...pads }));
      const keeps = stride === 1 && b.channelsOf(before) === channels;
      x = convBn(b, x, channels, { kernel: 1, gain: keeps ? BRANCH_GAIN : 1 });
      if (keeps) x = b.op("Add", [x, before]);
    }
  }
  return classify(b, relu6(b, convBn(b, x, 1280, { kernel: 1 })));
}
