import { ModelBuilder } from "../model-builder";
import { classify, concat, convBn, image, maxPool, type ZooOptions } from "./blocks";

type Kernel = number | readonly [number, number];
/** Channels, kernel, "/2" where it halves the size without padding, or several convolutions side by side. */
type Step = readonly [out: number, kernel: Kernel, halves?: "/2"] | { readonly beside: readonly Step[] };
interface Module {
  readonly branches: readonly (readonly Step[])[];
  /** Convolution after an average-pool, or a max-pool that halves the size. */
  readonly pool: number | "/2";
}

const WIDE = [1, 7] as const;
const HIGH = [7, 1] as const;
const SPLIT = (out: number): Step => ({
  beside: [
    [out, [1, 3]],
    [out, [3, 1]],
  ],
});

/** Figure 5 of Szegedy 2016. */
const a = (pool: number): Module => ({
  branches: [
    [[64, 1]],
    [
      [48, 1],
      [64, 5],
    ],
    [
      [64, 1],
      [96, 3],
      [96, 3],
    ],
  ],
  pool,
});
/** Figure 6, with n = 7; `inner` channels in the factorised convolutions. */
const c = (inner: number): Module => ({
  branches: [
    [[192, 1]],
    [
      [inner, 1],
      [inner, WIDE],
      [192, HIGH],
    ],
    [
      [inner, 1],
      [inner, HIGH],
      [inner, WIDE],
      [inner, HIGH],
      [192, WIDE],
    ],
  ],
  pool: 192,
});
/** Figure 7. */
const e: Module = {
  branches: [[[320, 1]], [[384, 1], SPLIT(384)], [[448, 1], [384, 3], SPLIT(384)]],
  pool: 192,
};
/** Figure 10, twice: pooling beside convolutions of stride 2. */
const b1: Module = {
  branches: [
    [[384, 3, "/2"]],
    [
      [64, 1],
      [96, 3],
      [96, 3, "/2"],
    ],
  ],
  pool: "/2",
};
const b2: Module = {
  branches: [
    [
      [192, 1],
      [320, 3, "/2"],
    ],
    [
      [192, 1],
      [192, WIDE],
      [192, HIGH],
      [192, 3, "/2"],
    ],
  ],
  pool: "/2",
};

/** Szegedy 2016, table 1, with the channel counts of the authors' code. */
const MODULES = [a(32), a(64), a(64), b1, c(128), c(160), c(160), c(192), b2, e, e];

/** Inception-v3 without its auxiliary head, as in torchvision; images of 299 × 299. */
export function inceptionV3(o: ZooOptions = {}): Uint8Array[] {
  const b = new ModelBuilder(o.seed ?? 16);
  const conv = (x: string, out: number, kernel: Kernel, options = {}) =>
    b.relu(convBn(b, x, out, { kernel, ...options }));
  const step = (x: string, s: Step): string => {
    if ("beside" in s)
      return concat(
        b,
        s.beside.map((one) => step(x, one)),
      );
    const [out, kernel, halves] = s;
    return conv(x, out, kernel, halves ? { stride: 2, pad: 0 } : {});
  };
  let x = conv(image(b, o, 299), 32, 3, { stride: 2, pad: 0 });
  x = maxPool(b, conv(conv(x, 32, 3, { pad: 0 }), 64, 3), 3, 2);
  x = maxPool(b, conv(conv(x, 80, 1), 192, 3, { pad: 0 }), 3, 2);
  for (const { branches, pool } of MODULES) {
    const before = x;
    const parts = branches.map((steps) => steps.reduce(step, before));
    if (pool === "/2") parts.push(maxPool(b, before, 3, 2));
    else {
      const attrs = { strides: [1, 1], pads: [1, 1, 1, 1], count_include_pad: 1 };
      parts.push(conv(b.pool("AveragePool", before, 3, attrs), pool, 1));
    }
    x = concat(b, parts);
  }
  return classify(b, x);
}
