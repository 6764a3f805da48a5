import { type Frame, scaledFrame } from "@/core/annotation/raster/frame";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import { rasterise } from "@/core/annotation/raster/rasterise";
import { type DocumentSnapshot, parseSnapshot } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";

/** The longer side of the raster at most; beyond it a screen shows no more. */
const LONGEST = 1400;

/** The grid a photograph's revisions are shown and compared on. */
export function reviewFrame(image: Size): Frame {
  const factor = Math.min(1, LONGEST / Math.max(image.width, image.height));
  return scaledFrame(
    image,
    Math.max(1, Math.round(image.width * factor)),
    Math.max(1, Math.round(image.height * factor)),
  );
}

/** A frozen revision as the one raster there is, on the review's grid. */
export function frozenLabels(
  geometry: unknown,
  { frame, parts, silhouette }: { frame: Frame; parts: readonly Part[]; silhouette: SilhouetteMask | null },
): Uint8Array {
  const snapshot: DocumentSnapshot = parseSnapshot(geometry);
  return rasterise({ snapshot, parts, silhouette, frame });
}

/** The pixels a part owns, as a box in image pixels; null when it owns none. */
export function regionBox(
  labels: Uint8Array,
  { width, map }: Frame,
  position: number,
): { x0: number; y0: number; x1: number; y1: number } | null {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1];
  for (let i = labels.indexOf(position); i >= 0; i = labels.indexOf(position, i + 1)) {
    const x = i % width;
    const y = Math.floor(i / width);
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x + 1);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y + 1);
  }
  if (x1 < 0) return null;
  return { x0: x0 / map.scaleX, x1: x1 / map.scaleX, y0: y0 / map.scaleY, y1: y1 / map.scaleY };
}
