import { ModelBuilder } from "../model-builder";
import { BRANCH_GAIN, CLASSES, convBn, image, type ZooOptions } from "./blocks";

type Activation = "RE" | "HS";
type Row = readonly [
  kernel: number,
  expanded: number,
  out: number,
  squeeze: "SE" | "-",
  Activation,
  stride: number,
];

/** Kernel, expansion, output, squeeze-and-excite, nonlinearity, stride (Howard 2019, tables 1 and 2). */
const PLANS: Readonly<Record<"large" | "small", { rows: readonly Row[]; last: number; hidden: number }>> = {
  large: {
    rows: [
      [3, 16, 16, "-", "RE", 1],
      [3, 64, 24, "-", "RE", 2],
      [3, 72, 24, "-", "RE", 1],
      [5, 72, 40, "SE", "RE", 2],
      [5, 120, 40, "SE", "RE", 1],
      [5, 120, 40, "SE", "RE", 1],
      [3, 240, 80, "-", "HS", 2],
      [3, 200, 80, "-", "HS", 1],
      [3, 184, 80, "-", "HS", 1],
      [3, 184, 80, "-", "HS", 1],
      [3, 480, 112, "SE", "HS", 1],
      [3, 672, 112, "SE", "HS", 1],
      [5, 672, 160, "SE", "HS", 2],
      [5, 960, 160, "SE", "HS", 1],
      [5, 960, 160, "SE", "HS", 1],
    ],
    last: 960,
    hidden: 1280,
  },
  small: {
    rows: [
      [3, 16, 16, "SE", "RE", 2],
      [3, 72, 24, "-", "RE", 2],
      [3, 88, 24, "-", "RE", 1],
      [5, 96, 40, "SE", "HS", 2],
      [5, 240, 40, "SE", "HS", 1],
      [5, 240, 40, "SE", "HS", 1],
      [5, 120, 48, "SE", "HS", 1],
      [5, 144, 48, "SE", "HS", 1],
      [5, 288, 96, "SE", "HS", 2],
      [5, 576, 96, "SE", "HS", 1],
      [5, 576, 96, "SE", "HS", 1],
    ],
    last: 576,
    hidden: 1024,
  },
};

/** The nearest multiple of 8, but not less than nine tenths (the authors' code). */
function divisibleBy8(channels: number): number {
  const rounded = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

/** Squeeze-and-excite: every channel times a number between 0 and 1 that depends on all channels' averages. */
function squeezeExcite(b: ModelBuilder, x: string): string {
  const channels = b.channelsOf(x);
  const squeezed = b.relu(b.conv(b.globalAverage(x), divisibleBy8(channels / 4), { kernel: 1 }));
  const excited = b.conv(squeezed, channels, { kernel: 1 });
  const gate = b.op("HardSigmoid", [excited], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
  return b.op("Mul", [gate, x]);
}

/** MobileNetV3 at width 1.0, as in torchvision. */
export function mobileNetV3(size: keyof typeof PLANS, o: ZooOptions = {}): Uint8Array[] {
  const { rows, last, hidden } = PLANS[size];
  const b = new ModelBuilder(o.seed ?? 33);
  const activate = (x: string, kind: Activation) => b.op(kind === "RE" ? "Relu" : "HardSwish", [x]);
  let x = activate(convBn(b, image(b, o, 224), 16, { stride: 2 }), "HS");
  for (const [kernel, expanded, out, squeeze, kind, stride] of rows) {
    const before = x;
    if (expanded !== b.channelsOf(x)) x = activate(convBn(b, x, expanded, { kernel: 1 }), kind);
    x = activate(convBn(b, x, expanded, { kernel, stride, group: expanded }), kind);
    if (squeeze === "SE") x = squeezeExcite(b, x);
    const keeps = stride === 1 && b.channelsOf(before) === out;
    x = convBn(b, x, out, { kernel: 1, gain: keeps ? BRANCH_GAIN : 1 });
    if (keeps) x = b.op("Add", [x, before]);
  }
  x = activate(convBn(b, x, last, { kernel: 1 }), "HS");
  x = activate(b.gemm(b.flatten(b.globalAverage(x), last), hidden), "HS");
  return b.chunks(b.gemm(b.op("Dropout", [x]), CLASSES));
}
