import { ModelBuilder } from "../model-builder";
import { BRANCH_GAIN, classify, convBn, image, relu6, type ZooOptions } from "./blocks";

/** Expansion t, channels c, repetitions n, stride s of the first (Sandler 2018, table 2). */
const BOTTLENECKS = [
  { t: 1, c: 16, n: 1, s: 1 },
  { t: 6, c: 24, n: 2, s: 2 },
  { t: 6, c: 32, n: 3, s: 2 },
  { t: 6, c: 64, n: 4, s: 2 },
  { t: 6, c: 96, n: 3, s: 1 },
  { t: 6, c: 160, n: 3, s: 2 },
  { t: 6, c: 320, n: 1, s: 1 },
];

/** MobileNetV2 at width 1.0: depthwise convolutions, ReLU6, linear bottlenecks. */
export function mobileNetV2(o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 22);
  let x = relu6(b, convBn(b, image(b, o, 224), 32, { stride: 2 }));
  for (const { t, c, n, s } of BOTTLENECKS) {
    for (let i = 0; i < n; i++) {
      const [before, stride] = [x, i === 0 ? s : 1];
      const expanded = t * b.channelsOf(before);
      if (t > 1) x = relu6(b, convBn(b, x, expanded, { kernel: 1 }));
      x = relu6(b, convBn(b, x, expanded, { stride, group: expanded }));
      const keeps = stride === 1 && b.channelsOf(before) === c;
      x = convBn(b, x, c, { kernel: 1, gain: keeps ? BRANCH_GAIN : 1 });
      if (keeps) x = b.op("Add", [before, x]);
    }
  }
  return classify(b, relu6(b, convBn(b, x, 1280, { kernel: 1 })));
}
