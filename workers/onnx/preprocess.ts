import { frameMap, type InputTransform, resizedSize } from "@/core/domain/spaces";
import type { Pixels } from "../photo/decode";
import { resizeTriangle } from "./resample";

/** Name of the resampling, part of every key made from preprocessed pixels. */
export const PREPROCESSING = "triangle-8bit-1";

/**
 * A photograph as a network's input: `[1, 3, H, W]` float32, `(v · scale − mean) / std` a channel.
 *
 * Geometry is `core/domain/spaces`: resize (`resizeTriangle`), then cut out the centre or pad at the bottom right.
 * Padding is black pixels, normalised like all others. `mean` and `std` are in the order of the network's channels.
 */
export function preprocess(photo: Pixels, transform: InputTransform): Float32Array {
  const { width, height } = transform.size;
  const size = resizedSize(transform, photo);
  const { offsetX, offsetY } = frameMap(transform, photo);
  const resized = resizeTriangle(photo, size.width, size.height);
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    const channel = transform.channelOrder === "BGR" ? 2 - c : c;
    const table = levels(transform, c);
    out.fill(table[0]!, c * plane, (c + 1) * plane);
    for (let y = 0; y < height; y++) {
      const sourceY = y - offsetY;
      if (sourceY < 0 || sourceY >= size.height) continue;
      for (let x = 0; x < width; x++) {
        const sourceX = x - offsetX;
        if (sourceX < 0 || sourceX >= size.width) continue;
        out[c * plane + y * width + x] =
          table[resized.data[(sourceY * size.width + sourceX) * 3 + channel]!]!;
      }
    }
  }
  return out;
}

/** The normalised value of each of the 256 levels in channel c. */
function levels({ scale, mean, std }: InputTransform, c: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, v) => (v * scale - mean[c]!) / std[c]!);
}
