import { ModelBuilder } from "../testing/model-builder";
import { vgg } from "../testing/zoo/vgg";

/** SqueezeNet 1.1 (Iandola 2016, the later variant with 2.4 times less computation): squeezed channels; 0 is a max-pool. */
const FIRES = [16, 16, 0, 32, 32, 0, 48, 48, 64, 64];

export function squeezeNet(seed = 11): Uint8Array[] {
  const b = new ModelBuilder(seed);
  const pool = (x: string) =>
    b.op("MaxPool", [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 0, 0], ceil_mode: 1 });
  let x = pool(b.relu(b.conv(b.input([1, 3, 224, 224]), 64, { stride: 2 })));
  for (const squeezed of FIRES) {
    if (squeezed === 0) {
      x = pool(x);
      continue;
    }
    const narrow = b.relu(b.conv(x, squeezed, { kernel: 1 }));
    const left = b.relu(b.conv(narrow, 4 * squeezed, { kernel: 1 }));
    const right = b.relu(b.conv(narrow, 4 * squeezed, { pad: 1 }));
    x = b.op("Concat", [left, right], { axis: 1 }, 8 * squeezed);
  }
  const scores = b.relu(b.conv(b.op("Dropout", [x]), 1000, { kernel: 1 }));
  return b.chunks(b.flatten(b.globalAverage(scores), 1000));
}

/** Blocks and inner channels of each stage of ResNet-50 (He 2016, table 1). */
const STAGES = [
  { blocks: 3, inner: 64 },
  { blocks: 4, inner: 128 },
  { blocks: 6, inner: 256 },
  { blocks: 3, inner: 512 },
];

export function resNet50(seed = 50): Uint8Array[] {
  const b = new ModelBuilder(seed);
  const conv = (x: string, out: number, kernel: number, stride = 1) =>
    b.batchNorm(b.conv(x, out, { kernel, stride, pad: (kernel - 1) / 2, bias: false }));
  let x = b.relu(conv(b.input([1, 3, 224, 224]), 64, 7, 2));
  x = b.op("MaxPool", [x], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  for (const [i, { blocks, inner }] of STAGES.entries()) {
    for (let block = 0; block < blocks; block++) {
      // Version 1.5: the 3×3 convolution has the stride, as in torchvision.
      const stride = block === 0 && i > 0 ? 2 : 1;
      const bent = b.relu(conv(b.relu(conv(x, inner, 1)), inner, 3, stride));
      const straight = block === 0 ? conv(x, 4 * inner, 1, stride) : x;
      x = b.relu(b.op("Add", [conv(bent, 4 * inner, 1), straight]));
    }
  }
  return b.chunks(b.gemm(b.flatten(b.globalAverage(x), 2048), 1000));
}

export interface Network {
  readonly name: string;
  readonly build: () => Uint8Array[];
  readonly batches: readonly number[];
}

/** What is measured: published sizes at 224 × 224, seeded random weights. */
export const NETWORKS: Readonly<Record<string, Network>> = {
  vgg16: { name: "VGG16", build: () => vgg(16), batches: [1, 4, 8] },
  squeezenet: { name: "SqueezeNet 1.1", build: () => squeezeNet(), batches: [1] },
  resnet50: { name: "ResNet-50", build: () => resNet50(), batches: [1] },
};
