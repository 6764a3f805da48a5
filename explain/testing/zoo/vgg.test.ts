import { describeNetwork } from "./check";
import { vgg } from "./vgg";

/*
 * Nine tenths of the weights lie in two dense layers, and the convolutions are the dearest of the zoo. So only VGG-16 runs as
 * published (vgg16.test.ts); the others have their convolutions as published, narrower dense layers and smaller images.
 */
const narrow = { hidden: 256, side: 128 };
/** Weights and biases of the three dense layers. */
const dense = (inputs: number, hidden: number) =>
  (inputs + 1) * hidden + (hidden + 1) * hidden + (hidden + 1) * 1000;
const left = dense(512 * 7 ** 2, 4096) - dense(512 * (narrow.side / 32) ** 2, narrow.hidden);
const checks = { composite: "epsilon-plus", side: narrow.side, left } as const;

describeNetwork("VGG-11", { ...checks, build: () => vgg(11, narrow), composite: "epsilon-gamma-box" });
describeNetwork("VGG-19", { ...checks, build: () => vgg(19, narrow) });
describeNetwork("VGG-11 with BN", { ...checks, build: () => vgg(11, { ...narrow, batchNorm: true }) });
describeNetwork("VGG-16 with BN", { ...checks, build: () => vgg(16, { ...narrow, batchNorm: true }) });
describeNetwork("VGG-19 with BN", { ...checks, build: () => vgg(19, { ...narrow, batchNorm: true }) });
