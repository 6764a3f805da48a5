import { ModelBuilder } from "../model-builder";

/** Output channels a convolution; 0 is a max-pool (Simonyan 2015, table 1: A, D, E). */
const PLANS = {
  11: [64, 0, 128, 0, 256, 256, 0, 512, 512, 0, 512, 512, 0],
  16: [64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0],
  19: [64, 64, 0, 128, 128, 0, 256, 256, 256, 256, 0, 512, 512, 512, 512, 0, 512, 512, 512, 512, 0],
} as const;

export interface ZooOptions {
  readonly seed?: number;
  /** Side of the square image; the published size by default. */
  readonly side?: number;
  /** Share of the published channel counts: 1 is the full network. */
  readonly width?: number;
  readonly classes?: number;
}

export function scaled(width: number | undefined): (channels: number) => number {
  return (channels) => Math.max(4, Math.round((channels * (width ?? 1)) / 4) * 4);
}

/** VGG-11, -16, -19, with or without batch normalisation, as model chunks (553 MB at full size). */
export function vgg(
  depth: keyof typeof PLANS,
  o: ZooOptions & { readonly batchNorm?: boolean } = {},
): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? depth);
  const side = o.side ?? 224;
  const wide = scaled(o.width);
  let x = b.input([1, 3, side, side]);
  for (const channels of PLANS[depth]) {
    if (channels === 0) x = b.pool("MaxPool", x, 2);
    else {
      x = b.conv(x, wide(channels), { pad: 1, bias: !o.batchNorm });
      x = b.relu(o.batchNorm ? b.batchNorm(x) : x);
    }
  }
  x = b.flatten(x, wide(512) * (side / 32) ** 2);
  x = b.op("Dropout", [b.relu(b.gemm(x, wide(4096)))]);
  x = b.op("Dropout", [b.relu(b.gemm(x, wide(4096)))]);
  return b.chunks(b.gemm(x, o.classes ?? 1000));
}
