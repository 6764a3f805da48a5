import { type FrameMap, frameMap, type InputTransform, type Size } from "@/core/domain/spaces";

/** A segmenter's output: `[classes, height, width]` scores before softmax, at the model's resolution or lower. */
export interface SegmentationLogits extends Size {
  classes: number;
  data: Float32Array;
}

export interface Silhouette {
  /** 0 or 255 a pixel of the photograph. */
  mask: Uint8Array;
  /** Share of the photograph inside, 0…1. */
  coverage: number;
  /** Foreground classes, by the share of the photograph where they are the best class; largest first. */
  found: { index: number; share: number }[];
}

/**
 * The foreground of a photograph: where the best foreground class beats the best other class. The margin between
 * the two is interpolated bilinearly between the centres of the network's cells and cut at 0 at every pixel of the
 * photograph, so outlines are smooth while every cell centre agrees with the argmax. What the network did not see
 * (cut off by a centre crop) is outside. A network with one channel says foreground where it is above 0.
 *
 * @param foreground class indices, or null for every class but 0
 */
export function silhouetteOf(
  logits: SegmentationLogits,
  foreground: readonly number[] | null,
  transform: InputTransform,
  photo: Size,
): Silhouette {
  const { best, margin } = margins(logits, foreground);
  const map = frameMap(transform, photo);
  const columns = cells(photo.width, map.scaleX, map.offsetX, transform.size.width, logits.width);
  const rows = cells(photo.height, map.scaleY, map.offsetY, transform.size.height, logits.height);
  const mask = new Uint8Array(photo.width * photo.height);
  let inside = 0;
  for (let y = 0; y < photo.height; y++) {
    if (!rows.seen[y]) continue;
    const above = rows.low[y]! * logits.width;
    const below = rows.high[y]! * logits.width;
    const fy = rows.fraction[y]!;
    for (let x = 0; x < photo.width; x++) {
      if (!columns.seen[x]) continue;
      const left = columns.low[x]!;
      const right = columns.high[x]!;
      const fx = columns.fraction[x]!;
      const top = margin[above + left]! * (1 - fx) + margin[above + right]! * fx;
      const bottom = margin[below + left]! * (1 - fx) + margin[below + right]! * fx;
      if (top * (1 - fy) + bottom * fy > 0) {
        mask[y * photo.width + x] = 255;
        inside++;
      }
    }
  }
  return {
    mask,
    coverage: inside / mask.length,
    found: shares(best, margin, logits, transform, photo, map),
  };
}

/** Per cell: the best foreground class, and by how much it beats the best of the others. */
function margins({ classes, width, height, data }: SegmentationLogits, foreground: readonly number[] | null) {
  const plane = width * height;
  const best = new Uint16Array(plane);
  const margin = new Float32Array(plane);
  if (classes === 1) {
    margin.set(data.subarray(0, plane));
    return { best, margin };
  }
  const counted = Array.from({ length: classes }, (_, c) => (foreground ? foreground.includes(c) : c !== 0));
  for (let i = 0; i < plane; i++) {
    let front = -Infinity;
    let back = -Infinity;
    for (let c = 0; c < classes; c++) {
      const value = data[c * plane + i]!;
      if (!counted[c]) back = Math.max(back, value);
      else if (value > front) {
        front = value;
        best[i] = c;
      }
    }
    margin[i] = front - back;
  }
  return { best, margin };
}

/** For each pixel of one axis of the photograph: the two cells it lies between, and how far towards the second. */
function cells(pixels: number, scale: number, offset: number, modelSize: number, count: number) {
  const low = new Int32Array(pixels);
  const high = new Int32Array(pixels);
  const fraction = new Float32Array(pixels);
  const seen = new Uint8Array(pixels);
  for (let p = 0; p < pixels; p++) {
    const model = (p + 0.5) * scale + offset;
    seen[p] = model >= 0 && model <= modelSize ? 1 : 0;
    const cell = Math.min(count - 1, Math.max(0, (model * count) / modelSize - 0.5));
    low[p] = Math.floor(cell);
    high[p] = Math.min(count - 1, low[p]! + 1);
    fraction[p] = cell - low[p]!;
  }
  return { low, high, fraction, seen };
}

function shares(
  best: Uint16Array,
  margin: Float32Array,
  logits: SegmentationLogits,
  transform: InputTransform,
  photo: Size,
  map: FrameMap,
): Silhouette["found"] {
  const counts = new Map<number, number>();
  const cellWidth = transform.size.width / logits.width;
  const cellHeight = transform.size.height / logits.height;
  for (let j = 0; j < logits.height; j++) {
    const y = ((j + 0.5) * cellHeight - map.offsetY) / map.scaleY;
    if (y < 0 || y >= photo.height) continue;
    for (let i = 0; i < logits.width; i++) {
      const x = ((i + 0.5) * cellWidth - map.offsetX) / map.scaleX;
      const at = j * logits.width + i;
      if (x < 0 || x >= photo.width || !(margin[at]! > 0)) continue;
      counts.set(best[at]!, (counts.get(best[at]!) ?? 0) + 1);
    }
  }
  const cellArea = (cellWidth / map.scaleX) * (cellHeight / map.scaleY);
  return [...counts]
    .map(([index, n]) => ({ index, share: Math.min(1, (n * cellArea) / (photo.width * photo.height)) }))
    .sort((a, b) => b.share - a.share || a.index - b.index);
}
