import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";
import type { Stroke } from "../snapshot";
import { columnX, type Frame, NO_PART, rowY, wholeFrame } from "./frame";
import { strokeSpans } from "./spans";

/** A silhouette as the segmenter left it: one byte a pixel, 128 and above inside, spread over the whole photograph. */
export interface SilhouetteMask extends Size {
  data: Uint8Array;
}

export type RasterPart = Pick<Part, "id" | "kind" | "priority" | "position">;

/** The picture before any shape is painted. Depends on no shape, so it is kept while a vertex is dragged. */
export interface Ground {
  frame: Frame;
  /** Row-major labels: rest, background, or `NO_PART` outside the photograph. */
  labels: Uint8Array;
  /** 1 where a part may own the pixel. */
  paintable: Uint8Array;
}

/**
 * Lays out rest, background and where shapes may paint (SPEC.md P5–P7). Without a silhouette and without
 * added corrections a shape counts whole and the rest is empty; without a rest part the uncovered silhouette
 * is background.
 */
export function prepareGround(
  parts: readonly RasterPart[],
  silhouette: SilhouetteMask | null,
  corrections: readonly Stroke[],
  frame: Frame,
): Ground {
  const inside = silhouetteInFrame(silhouette, corrections, frame);
  const background = parts.find((p) => p.kind === "background")?.position ?? NO_PART;
  const rest = parts.find((p) => p.kind === "rest")?.position ?? background;
  const photograph = photographInFrame(frame);
  const labels = new Uint8Array(frame.width * frame.height);
  const paintable = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    if (!photograph[i]) {
      labels[i] = NO_PART;
      continue;
    }
    labels[i] = inside?.[i] ? rest : background;
    paintable[i] = inside ? inside[i]! : 1;
  }
  return { frame, labels, paintable };
}

/** 1 where the corrected silhouette covers the pixel's centre; null when there is no silhouette at all. */
export function silhouetteInFrame(
  silhouette: SilhouetteMask | null,
  corrections: readonly Stroke[],
  frame: Frame,
): Uint8Array | null {
  if (!silhouette && !corrections.some((s) => s.mode === "add")) return null;
  const { width, height, image } = frame;
  const inside = new Uint8Array(width * height);
  if (silhouette) {
    const columns = new Int32Array(width);
    for (let i = 0; i < width; i++) columns[i] = cell(columnX(frame, i), image.width, silhouette.width);
    for (let j = 0; j < height; j++) {
      const row = cell(rowY(frame, j), image.height, silhouette.height);
      if (row < 0) continue;
      for (let i = 0; i < width; i++) {
        const column = columns[i]!;
        if (column >= 0 && silhouette.data[row * silhouette.width + column]! >= 128)
          inside[j * width + i] = 1;
      }
    }
  }
  const clip = wholeFrame(frame);
  for (const stroke of corrections) {
    const value = stroke.mode === "add" ? 1 : 0;
    strokeSpans(stroke, frame, clip, (y, x0, x1) => inside.fill(value, y * width + x0, y * width + x1));
  }
  return inside;
}

/** The mask cell that a coordinate of the photograph falls into; −1 outside. */
function cell(value: number, extent: number, cells: number): number {
  if (value < 0 || value >= extent) return -1;
  return Math.min(cells - 1, Math.floor((value * cells) / extent));
}

function photographInFrame(frame: Frame): Uint8Array {
  const { width, height, image } = frame;
  const covered = new Uint8Array(width * height);
  const within = (v: number, extent: number) => v >= 0 && v < extent;
  let from = 0;
  while (from < width && !within(columnX(frame, from), image.width)) from++;
  let to = width;
  while (to > from && !within(columnX(frame, to - 1), image.width)) to--;
  for (let j = 0; j < height; j++)
    if (within(rowY(frame, j), image.height)) covered.fill(1, j * width + from, j * width + to);
  return covered;
}
