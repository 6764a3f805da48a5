import type { Fill } from "./types";

/** What an image looks like where a part is taken away. `keep[i]` is 1 where pixel i stays. Images are `[C, H, W]`. */
export type Filler = (keep: Uint8Array) => Float32Array;

interface Shape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Mean of a sliding window along rows, then along columns; the edge is repeated. */
function boxBlur(plane: Float32Array, height: number, width: number, radius: number): Float32Array {
  const pass = (source: Float32Array, lines: number, length: number, line: number, step: number) => {
    const result = new Float32Array(source.length);
    for (let l = 0; l < lines; l++) {
      const at = (i: number) => source[l * line + Math.min(Math.max(i, 0), length - 1) * step]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let i = 0; i < length; i++) {
        result[l * line + i * step] = sum / (2 * radius + 1);
        sum += at(i + radius + 1) - at(i - radius);
      }
    }
    return result;
  };
  return pass(pass(plane, height, width, width, 1), width, height, 1, width);
}

const BLUR_ROUNDS = 3; // three boxes are close to a Gaussian

function blurred(image: Float32Array, { channels, height, width }: Shape): Float32Array {
  const radius = Math.max(1, Math.round(Math.min(height, width) / 16));
  const result = new Float32Array(image.length);
  for (let c = 0; c < channels; c++) {
    let plane: Float32Array = image.slice(c * height * width, (c + 1) * height * width);
    for (let i = 0; i < BLUR_ROUNDS; i++) plane = boxBlur(plane, height, width, radius);
    result.set(plane, c * height * width);
  }
  return result;
}

function averaged(image: Float32Array, { channels, height, width }: Shape): Float32Array {
  const area = height * width;
  const result = new Float32Array(image.length);
  for (let c = 0; c < channels; c++) {
    const plane = image.subarray(c * area, (c + 1) * area);
    result.fill(plane.reduce((sum, v) => sum + v, 0) / area, c * area, (c + 1) * area);
  }
  return result;
}

/**
 * Pull and push (Gortler 1996): the known pixels are averaged down to ever coarser grids, and every hole takes its value from
 * the finest grid that knows one.
 */
function pullPush(values: Float32Array, known: Float32Array, height: number, width: number): Float32Array {
  if (height * width === 1 || known.every((k) => k > 0)) return values;
  const [h, w] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const coarse = new Float32Array(h * w);
  const weight = new Float32Array(h * w);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (y >> 1) * w + (x >> 1);
      coarse[to]! += known[y * width + x]! * values[y * width + x]!;
      weight[to]! += known[y * width + x]!;
    }
  }
  const mean = coarse.map((v, i) => (weight[i]! > 0 ? v / weight[i]! : 0));
  const filled = pullPush(
    mean,
    weight.map((v) => Math.min(1, v)),
    h,
    w,
  );
  return values.map((v, i) => {
    const k = known[i]!;
    return k * v + (1 - k) * filled[(Math.floor(i / width) >> 1) * w + ((i % width) >> 1)]!;
  });
}

function inpainted(image: Float32Array, { channels, height, width }: Shape, keep: Uint8Array): Float32Array {
  const area = height * width;
  const known = Float32Array.from(keep);
  const result = new Float32Array(image.length);
  for (let c = 0; c < channels; c++) {
    result.set(pullPush(image.slice(c * area, (c + 1) * area), known, height, width), c * area);
  }
  return result;
}

/** The image with everything that is not kept replaced. */
export function fillerOf(image: Float32Array, shape: Shape, fill: Fill): Filler {
  const area = shape.height * shape.width;
  if (fill === "inpaint") return (keep) => inpainted(image, shape, keep);
  const backdrop = fill === "blur" ? blurred(image, shape) : averaged(image, shape);
  return (keep) => image.map((v, i) => (keep[i % area] ? v : backdrop[i]!));
}
