import { ModelBuilder } from "./model-builder";

/** Small classifiers that together use every kind of layer of the common architectures; 10 classes, images `[3, 12, 12]`. */
export const IMAGE = [3, 12, 12] as const;

export type NetName = keyof typeof SMALL_NETS;

function head(b: ModelBuilder, x: string, bias = true): Uint8Array {
  return b.build(b.gemm(b.flatten(b.globalAverage(x), b.channelsOf(x)), 10, bias));
}

/** Plain convolutions and pooling, as in VGG. */
function vgg(bias = true): Uint8Array {
  const b = new ModelBuilder(11);
  let x = b.input([1, ...IMAGE]);
  x = b.relu(b.conv(x, 8, { pad: 1, bias }));
  x = b.pool("MaxPool", b.relu(b.conv(x, 8, { pad: 1, bias })), 2);
  x = b.relu(b.conv(x, 12, { pad: 1, bias }));
  x = b.relu(b.gemm(b.flatten(b.pool("MaxPool", x, 2), 12 * 9), 20, bias));
  return b.build(b.gemm(x, 10, bias));
}

/** Batch normalisation, residual additions, strides, Slice and Pad shortcuts, as in ResNet. */
function resnet(): Uint8Array {
  const b = new ModelBuilder(12);
  const image = b.input([1, ...IMAGE]);
  const stem = b.relu(b.batchNorm(b.conv(image, 8, { pad: 1, bias: false })));
  const one = b.relu(b.batchNorm(b.conv(stem, 8, { pad: 1, bias: false })));
  const sum = b.relu(b.op("Add", [b.batchNorm(b.conv(one, 8, { pad: 1, bias: false })), stem]));
  const down = b.batchNorm(b.conv(sum, 12, { pad: 1, stride: 2, bias: false }));
  const sliced = b.op("Slice", [sum, b.ints([0, 0]), b.ints([12, 12]), b.ints([2, 3]), b.ints([2, 2])]);
  const short = b.op("Pad", [sliced, b.ints([0, 2, 0, 0, 0, 2, 0, 0])], {}, 12);
  return head(b, b.relu(b.op("Add", [down, short])));
}

/** Depthwise convolutions, ReLU6 and linear bottlenecks, as in MobileNetV2. */
function mobilenet(): Uint8Array {
  const b = new ModelBuilder(13);
  const six = (x: string) => b.op("Clip", [x, b.floats([], [0]), b.floats([], [6])]);
  let x = six(b.conv(b.input([1, ...IMAGE]), 8, { pad: 1, stride: 2 }));
  const before = x;
  x = six(b.conv(x, 16, { kernel: 1 }));
  x = six(b.conv(x, 16, { pad: 1, group: 16 }));
  x = b.op("Add", [b.conv(x, 8, { kernel: 1 }), before]);
  x = six(b.conv(x, 16, { kernel: 1 }));
  return head(b, six(b.conv(x, 16, { pad: 1, stride: 2, group: 16 })));
}

/** Fire modules and overlapping pooling, as in SqueezeNet. */
function squeezenet(): Uint8Array {
  const b = new ModelBuilder(14);
  let x = b.relu(b.conv(b.input([1, ...IMAGE]), 8));
  x = b.pool("MaxPool", x, 3, { strides: [2, 2], ceil_mode: 1 });
  const squeeze = b.relu(b.conv(x, 4, { kernel: 1 }));
  const parts = [b.relu(b.conv(squeeze, 6, { kernel: 1 })), b.relu(b.conv(squeeze, 6, { pad: 1 }))];
  x = b.op("Concat", parts, { axis: 1 }, 12);
  x = b.relu(b.conv(x, 10, { kernel: 1 }));
  return b.build(b.flatten(b.globalAverage(x), 10));
}

export const SMALL_NETS = {
  vgg: () => vgg(),
  "vgg without biases": () => vgg(false),
  resnet,
  mobilenet,
  squeezenet,
} as const;
