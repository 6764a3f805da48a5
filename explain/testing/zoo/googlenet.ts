import { ModelBuilder } from "../model-builder";
import { CLASSES, concat, convBn, image, maxPool, type ZooOptions } from "./blocks";

/** #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5, pool projection; null is a max-pool (Szegedy 2015, table 1). */
const MODULES = [
  [64, 96, 128, 16, 32, 32],
  [128, 128, 192, 32, 96, 64],
  null,
  [192, 96, 208, 16, 48, 64],
  [160, 112, 224, 24, 64, 64],
  [128, 128, 256, 24, 64, 64],
  [112, 144, 288, 32, 64, 64],
  [256, 160, 320, 32, 128, 128],
  null,
  [256, 160, 320, 32, 128, 128],
  [384, 192, 384, 48, 128, 128],
] as const;

/** Local response normalisation as Krizhevsky 2012, section 3.3, uses it. */
const LRN = { size: 5, alpha: { float: 1e-4 }, beta: { float: 0.75 } };

/**
 * Inception-v1 without its auxiliary heads: as in the paper, with local response normalisation; or as in torchvision, with
 * batch normalisation instead, and 3 × 3 where the paper has 5 × 5.
 */
export function googLeNet(variant: "paper" | "torchvision", o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 15);
  const paper = variant === "paper";
  const conv = (x: string, out: number, kernel: number, stride = 1) =>
    b.relu(
      paper
        ? b.conv(x, out, { kernel, stride, pad: (kernel - 1) / 2 })
        : convBn(b, x, out, { kernel, stride }),
    );
  const lrn = (x: string) => (paper ? b.op("LRN", [x], LRN) : x);
  const pool = (x: string) => maxPool(b, x, 3, 2, { ceil: true });
  let x = lrn(pool(conv(image(b, o, 224), 64, 7, 2)));
  x = pool(lrn(conv(conv(x, 64, 1), 192, 3)));
  for (const module of MODULES) {
    if (!module) {
      x = !paper && b.channelsOf(x) === 832 ? maxPool(b, x, 2, 2, { ceil: true }) : pool(x);
      continue;
    }
    const [direct, reduce3, three, reduce5, five, projection] = module;
    x = concat(b, [
      conv(x, direct, 1),
      conv(conv(x, reduce3, 1), three, 3),
      conv(conv(x, reduce5, 1), five, paper ? 5 : 3),
      conv(maxPool(b, x, 3, 1, { pad: 1, ceil: true }), projection, 1),
    ]);
  }
  const side = (o.side ?? 224) / 32;
  const pooled = b.pool("AveragePool", x, side, { strides: [1, 1] });
  return b.chunks(b.gemm(b.op("Dropout", [b.flatten(pooled, 1024)]), CLASSES));
}
