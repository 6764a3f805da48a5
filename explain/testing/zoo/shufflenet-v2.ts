import { ModelBuilder } from "../model-builder";
import { CLASSES, concat, convBn, image, maxPool, type ZooOptions } from "./blocks";

/** Output channels and units of stages 2–4 at width 1.0 (Ma 2018, table 5). */
const STAGES = [
  { channels: 116, units: 4 },
  { channels: 232, units: 8 },
  { channels: 464, units: 4 },
];

/** Interleaves the two halves of the channels: `[N, 2, C/2, H, W]` with the halves' axes exchanged. */
function shuffle(b: ModelBuilder, x: string, side: number): string {
  const C = b.channelsOf(x);
  const apart = b.op("Reshape", [x, b.ints([-1, 2, C / 2, side, side])]);
  const exchanged = b.op("Transpose", [apart], { perm: [0, 2, 1, 3, 4] });
  return b.op("Reshape", [exchanged, b.ints([-1, C, side, side])], {}, C);
}

/** ShuffleNetV2 at width 1.0, as in torchvision. Sizes must be multiples of 32. */
export function shuffleNetV2(o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 55);
  const point = (x: string, out: number) => b.relu(convBn(b, x, out, { kernel: 1 }));
  const depthwise = (x: string, stride: number) =>
    convBn(b, x, b.channelsOf(x), { stride, group: b.channelsOf(x) });
  let side = (o.side ?? 224) / 4;
  let x = maxPool(b, b.relu(convBn(b, image(b, o, 224), 24, { stride: 2 })), 3, 2, { pad: 1 });
  for (const { channels, units } of STAGES) {
    const half = channels / 2;
    side /= 2;
    // The first unit of a stage halves the size: both of its branches begin at the whole input.
    const left = point(depthwise(x, 2), half);
    const right = point(depthwise(point(x, half), 2), half);
    x = shuffle(b, concat(b, [left, right]), side);
    for (let unit = 1; unit < units; unit++) {
      const [kept, bent] = b.ops("Split", [x, b.ints([half, half])], { axis: 1 }, 2, half) as [
        string,
        string,
      ];
      x = shuffle(b, concat(b, [kept, point(depthwise(point(bent, half), 1), half)]), side);
    }
  }
  x = b.op("ReduceMean", [point(x, 1024)], { axes: [2, 3], keepdims: 0 });
  return b.chunks(b.gemm(x, CLASSES));
}
