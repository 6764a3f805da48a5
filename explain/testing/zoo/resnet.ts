import { ModelBuilder } from "../model-builder";
import { BRANCH_GAIN, classify, convBn, image, maxPool, type ZooOptions } from "./blocks";

/** Inner channels of the four stages; the first three begin the next at half the size (He 2016, table 1). */
const WIDTHS = [64, 128, 256, 512];

/** Blocks a stage, and whether they are bottlenecks (He 2016, table 1). */
const PLANS = {
  18: { blocks: [2, 2, 2, 2], bottleneck: false },
  34: { blocks: [3, 4, 6, 3], bottleneck: false },
  50: { blocks: [3, 4, 6, 3], bottleneck: true },
} as const;

/** ResNet-18, -34, -50; version 1.5, with the stride in the 3 × 3 convolution, as in torchvision. */
export function resNet(depth: keyof typeof PLANS, o: ZooOptions = {}): Uint8Array[] {
  const { blocks, bottleneck } = PLANS[depth];
  const b = new ModelBuilder(o.seed ?? depth);
  const basic = (x: string, inner: number, stride: number) =>
    convBn(b, b.relu(convBn(b, x, inner, { stride })), inner, { gain: BRANCH_GAIN });
  const narrowed = (x: string, inner: number, stride: number) => {
    const narrow = b.relu(convBn(b, x, inner, { kernel: 1 }));
    return convBn(b, b.relu(convBn(b, narrow, inner, { stride })), 4 * inner, {
      kernel: 1,
      gain: BRANCH_GAIN,
    });
  };
  let x = b.relu(convBn(b, image(b, o, 224), 64, { kernel: 7, stride: 2 }));
  x = maxPool(b, x, 3, 2, { pad: 1 });
  for (const [stage, inner] of WIDTHS.entries()) {
    const out = bottleneck ? 4 * inner : inner;
    for (let block = 0; block < blocks[stage]!; block++) {
      const stride = block === 0 && stage > 0 ? 2 : 1;
      const bent = (bottleneck ? narrowed : basic)(x, inner, stride);
      const straight = b.channelsOf(x) === out ? x : convBn(b, x, out, { kernel: 1, stride });
      x = b.relu(b.op("Add", [bent, straight]));
    }
  }
  return classify(b, x);
}
