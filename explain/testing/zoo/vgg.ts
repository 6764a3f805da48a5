import { ModelBuilder } from "../model-builder";
import { CLASSES, image, maxPool, type ZooOptions } from "./blocks";

/** Output channels a convolution; 0 is a max-pool (Simonyan 2015, table 1: A, D, E). */
const PLANS = {
  11: [64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0],
  16: [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0],
  19: [64, 64, 0, 128, 128, 0, 256, 256, 256, 256, 0, 512, 512, 512, 512, 0, 512, 512, 512, 512, 0],
} as const;

export interface VggOptions extends ZooOptions {
  readonly batchNorm?: boolean;
  /** Width of the two hidden dense layers, which hold nine tenths of the weights; published: 4096. */
  readonly hidden?: number;
}

/** VGG-11, -16, -19, with or without batch normalisation, as model chunks (553 MB at full size). */
export function vgg(depth: keyof typeof PLANS, o: VggOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? depth);
  const hidden = o.hidden ?? 4096;
  let x = image(b, o, 224);
  for (const channels of PLANS[depth]) {
    if (channels === 0) x = maxPool(b, x, 2, 2);
    else {
      // With its bias before the normalisation, as torchvision has it.
      x = b.conv(x, channels, { pad: 1 });
      x = b.relu(o.batchNorm ? b.batchNorm(x) : x);
    }
  }
  x = b.flatten(x, 512 * ((o.side ?? 224) / 32) ** 2);
  x = b.op("Dropout", [b.relu(b.gemm(x, hidden))]);
  x = b.op("Dropout", [b.relu(b.gemm(x, hidden))]);
  return b.chunks(b.gemm(x, CLASSES));
}
