import type { Pixels } from "../photo/decode";

/** For one output pixel: the first input pixel it is made of, and how much each counts. */
interface Taps {
  first: Int32Array;
  count: Int32Array;
  /** `stride` weights an output pixel, summing to 1. */
  weights: Float64Array;
  stride: number;
}

/**
 * Resizes interleaved 8-bit RGB with the triangle filter, widened when shrinking (antialiasing): horizontally, then
 * vertically, rounded to 8 bits after each, as Pillow's and torchvision's BILINEAR do. Pixel centres map to pixel
 * centres, so the geometry is exactly `FrameMap`'s: output = input · (outputSize / inputSize).
 */
export function resizeTriangle(source: Pixels, width: number, height: number): Pixels {
  const narrow =
    width === source.width ? source : horizontally(source, triangleTaps(source.width, width), width);
  return height === source.height ? narrow : vertically(narrow, triangleTaps(source.height, height), height);
}

export function triangleTaps(inputSize: number, outputSize: number): Taps {
  const scale = inputSize / outputSize;
  const support = Math.max(1, scale);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Float64Array(outputSize * stride);
  for (let o = 0; o < outputSize; o++) {
    const centre = (o + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(centre + support + 0.5));
    let total = 0;
    for (let i = from; i < to; i++) {
      const weight = Math.max(0, 1 - Math.abs((i + 0.5 - centre) / support));
      weights[o * stride + i - from] = weight;
      total += weight;
    }
    for (let k = 0; k < to - from; k++) weights[o * stride + k]! /= total;
    first[o] = from;
    count[o] = to - from;
  }
  return { first, count, weights, stride };
}

function horizontally({ data, width, height }: Pixels, taps: Taps, outputWidth: number): Pixels {
  const out = new Uint8ClampedArray(outputWidth * height * 3);
  for (let y = 0, o = 0; y < height; y++) {
    for (let x = 0; x < outputWidth; x++, o += 3) {
      let r = 0;
      let g = 0;
      let b = 0;
      let i = (y * width + taps.first[x]!) * 3;
      const w = x * taps.stride;
      for (let k = 0; k < taps.count[x]!; k++, i += 3) {
        const weight = taps.weights[w + k]!;
        r += weight * data[i]!;
        g += weight * data[i + 1]!;
        b += weight * data[i + 2]!;
      }
      out[o] = Math.floor(r + 0.5);
      out[o + 1] = Math.floor(g + 0.5);
      out[o + 2] = Math.floor(b + 0.5);
    }
  }
  return { data: new Uint8Array(out.buffer), width: outputWidth, height };
}

function vertically({ data, width }: Pixels, taps: Taps, outputHeight: number): Pixels {
  const row = width * 3;
  const out = new Uint8ClampedArray(row * outputHeight);
  const sums = new Float64Array(row);
  for (let y = 0; y < outputHeight; y++) {
    sums.fill(0);
    for (let k = 0; k < taps.count[y]!; k++) {
      const weight = taps.weights[y * taps.stride + k]!;
      const from = (taps.first[y]! + k) * row;
      for (let i = 0; i < row; i++) sums[i]! += weight * data[from + i]!;
    }
    for (let i = 0; i < row; i++) out[y * row + i] = Math.floor(sums[i]! + 0.5);
  }
  return { data: new Uint8Array(out.buffer), width, height: outputHeight };
}
