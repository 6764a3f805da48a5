import { ModelBuilder } from "../model-builder";
import { CLASSES, image, maxPool, type ZooOptions } from "./blocks";

/** Channels, kernel, stride, pads; whether an overlapping max-pool follows (Krizhevsky 2014: one tower, no normalisation). */
const LAYERS = [
  [64, 11, 4, 2, true],
  [192, 5, 1, 2, true],
  [384, 3, 1, 1, false],
  [256, 3, 1, 1, false],
  [256, 3, 1, 1, true],
] as const;

/** AlexNet in its one-column form, as in torchvision. The published size only: the dense layers need 6 × 6 cells. */
export function alexNet(o: Omit<ZooOptions, "side"> = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 12);
  let x = image(b, o, 224);
  for (const [channels, kernel, stride, pad, pooled] of LAYERS) {
    x = b.relu(b.conv(x, channels, { kernel, stride, pad }));
    if (pooled) x = maxPool(b, x, 3, 2);
  }
  x = b.op("Dropout", [b.flatten(x, 256 * 6 * 6)]);
  x = b.op("Dropout", [b.relu(b.gemm(x, 4096))]);
  return b.chunks(b.gemm(b.relu(b.gemm(x, 4096)), CLASSES));
}
