import { ModelBuilder } from "../model-builder";
import { classify, concat, convBn, image, maxPool, type ZooOptions } from "./blocks";

/** Layers of the dense blocks of DenseNet-121 (Huang 2017, table 1). */
const BLOCKS = [6, 12, 24, 16];
/** Growth rate k; the 1 × 1 convolution before each makes 4 k channels. */
const GROWTH = 32;

/** DenseNet-121: normalisation before convolution, and concatenation of all that came before. */
export function denseNet121(o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 121);
  const ready = (x: string) => b.relu(b.batchNorm(x));
  let x = maxPool(b, b.relu(convBn(b, image(b, o, 224), 64, { kernel: 7, stride: 2 })), 3, 2, { pad: 1 });
  for (const [i, layers] of BLOCKS.entries()) {
    for (let layer = 0; layer < layers; layer++) {
      const narrow = b.relu(convBn(b, ready(x), 4 * GROWTH, { kernel: 1 }));
      x = concat(b, [x, b.conv(narrow, GROWTH, { pad: 1, bias: false })]);
    }
    if (i === BLOCKS.length - 1) break;
    const halved = b.conv(ready(x), b.channelsOf(x) / 2, { kernel: 1, bias: false });
    x = b.pool("AveragePool", halved, 2);
  }
  return classify(b, ready(x));
}
