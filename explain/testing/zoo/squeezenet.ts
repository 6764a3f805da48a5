import { ModelBuilder } from "../model-builder";
import { CLASSES, concat, image, maxPool, type ZooOptions } from "./blocks";

/** First convolution, then squeezed channels of each fire module; 0 is a max-pool. */
const PLANS = {
  /** Iandola 2016, table 1. */
  "1.0": { stem: { channels: 96, kernel: 7 }, fires: [16, 16, 32, 0, 32, 48, 48, 64, 0, 64] },
  /** The later variant with 2.4 times less computation, from the authors' repository. */
  "1.1": { stem: { channels: 64, kernel: 3 }, fires: [16, 16, 0, 32, 32, 0, 48, 48, 64, 64] },
} as const;

export function squeezeNet(version: keyof typeof PLANS, o: ZooOptions = {}): Uint8Array[] {
  const { stem, fires } = PLANS[version];
  const b = new ModelBuilder(o.seed ?? 11);
  const pool = (x: string) => maxPool(b, x, 3, 2, { ceil: true });
  let x = pool(b.relu(b.conv(image(b, o, 224), stem.channels, { kernel: stem.kernel, stride: 2 })));
  for (const squeezed of fires) {
    if (squeezed === 0) {
      x = pool(x);
      continue;
    }
    const narrow = b.relu(b.conv(x, squeezed, { kernel: 1 }));
    const left = b.relu(b.conv(narrow, 4 * squeezed, { kernel: 1 }));
    x = concat(b, [left, b.relu(b.conv(narrow, 4 * squeezed, { pad: 1 }))]);
  }
  const scores = b.relu(b.conv(b.op("Dropout", [x]), CLASSES, { kernel: 1 }));
  return b.chunks(b.flatten(b.globalAverage(scores), CLASSES));
}
