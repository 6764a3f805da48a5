import type { Point } from "../geometry/polygon";
import type { DocumentSnapshot, Shape } from "../snapshot";
import { type Clip, type Frame, intersectClips, wholeFrame } from "./frame";
import { type Ground, prepareGround, type RasterPart, type SilhouetteMask } from "./ground";
import { boxRing, polygonSpans, type SpanSink, strokeSpans } from "./spans";

export interface RasterInput {
  snapshot: DocumentSnapshot;
  parts: readonly RasterPart[];
  silhouette: SilhouetteMask | null;
  frame: Frame;
}

/**
 * THE raster: screen, exports and scores all come from here (SPEC.md §4). Row-major, one byte a pixel: the
 * owning part's `position`, or `NO_PART` outside the photograph.
 */
export function rasterise({ snapshot, parts, silhouette, frame }: RasterInput): Uint8Array {
  const ground = prepareGround(parts, silhouette, snapshot.silhouette, frame);
  const labels = new Uint8Array(ground.labels.length);
  paintShapes(ground, snapshot.shapes, parts, labels);
  return labels;
}

/**
 * Paints all shapes onto `labels` (same size as the ground). With `clip` only those pixels are renewed: after
 * a change it is enough to renew where the changed shapes were and are (`shapeClip`).
 */
export function paintShapes(
  ground: Ground,
  shapes: readonly Shape[],
  parts: readonly RasterPart[],
  labels: Uint8Array,
  clip: Clip = wholeFrame(ground.frame),
): void {
  const { frame, paintable } = ground;
  const { width } = frame;
  for (let y = clip.y0; y < clip.y1; y++) {
    const from = y * width + clip.x0;
    labels.set(ground.labels.subarray(from, y * width + clip.x1), from);
  }
  for (const { shape, part } of paintOrder(shapes, parts)) {
    const own = intersectClips(clip, shapeClip(shape, frame));
    if (!own) continue;
    const label = part.position;
    const paint: SpanSink = (y, x0, x1) => {
      for (let i = y * width + x0, end = y * width + x1; i < end; i++) if (paintable[i]) labels[i] = label;
    };
    if (shape.strokes.length === 0) outlineSpans(shape, frame, own, paint);
    else paintMask(shape, frame, own, paint);
  }
}

/** Drawn shapes back to front: by part priority, then z, then part position, then id (SPEC.md P8). */
export function paintOrder(
  shapes: readonly Shape[],
  parts: readonly RasterPart[],
): { shape: Shape; part: RasterPart }[] {
  const byId = new Map(parts.filter((p) => p.kind === "part").map((p) => [p.id as string, p]));
  return shapes
    .flatMap((shape) => {
      const part = byId.get(shape.partId);
      return part ? [{ shape, part }] : [];
    })
    .sort(
      (a, b) =>
        a.part.priority - b.part.priority ||
        a.shape.z - b.shape.z ||
        a.part.position - b.part.position ||
        (a.shape.id < b.shape.id ? -1 : 1),
    );
}

/** The shape's outline in frame pixels; empty for brush shapes. */
export function frameRing(shape: Shape, frame: Frame): Point[] {
  const { scaleX, scaleY, offsetX, offsetY } = frame.map;
  const ring =
    shape.type === "polygon"
      ? shape.vertices.map((v): Point => [v.x, v.y])
      : shape.type === "box"
        ? boxRing(shape.box)
        : [];
  return ring.map(([x, y]) => [x * scaleX + offsetX, y * scaleY + offsetY]);
}

function outlineSpans(shape: Shape, frame: Frame, clip: Clip, sink: SpanSink): void {
  polygonSpans(frameRing(shape, frame), clip, sink);
}

/** A shape with strokes is made on a sheet of its own first: an erasing stroke erases from this shape only. */
function paintMask(shape: Shape, frame: Frame, clip: Clip, paint: SpanSink): void {
  const w = clip.x1 - clip.x0;
  const mask = new Uint8Array(w * (clip.y1 - clip.y0));
  const filler =
    (value: number): SpanSink =>
    (y, x0, x1) =>
      mask.fill(value, (y - clip.y0) * w + x0 - clip.x0, (y - clip.y0) * w + x1 - clip.x0);
  outlineSpans(shape, frame, clip, filler(1));
  for (const stroke of shape.strokes) strokeSpans(stroke, frame, clip, filler(stroke.mode === "add" ? 1 : 0));
  for (let y = clip.y0; y < clip.y1; y++) {
    const row = (y - clip.y0) * w;
    let x = 0;
    while (x < w) {
      const from = mask.indexOf(1, row + x);
      if (from < 0 || from >= row + w) break;
      let to = mask.indexOf(0, from);
      if (to < 0 || to > row + w) to = row + w;
      paint(y, clip.x0 + from - row, clip.x0 + to - row);
      x = to - row;
    }
  }
}

/** Pixels the shape can touch, within the frame; an empty clip (x1 ≤ x0) when none. */
export function shapeClip(shape: Shape, frame: Frame): Clip {
  const { scaleX, scaleY, offsetX, offsetY } = frame.map;
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const [x, y] of frameRing(shape, frame)) {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  }
  for (const { path, radius } of shape.strokes) {
    for (let i = 0; i + 1 < path.length; i += 2) {
      const x = path[i]! * scaleX + offsetX;
      const y = path[i + 1]! * scaleY + offsetY;
      x0 = Math.min(x0, x - radius * scaleX);
      x1 = Math.max(x1, x + radius * scaleX);
      y0 = Math.min(y0, y - radius * scaleY);
      y1 = Math.max(y1, y + radius * scaleY);
    }
  }
  return {
    x0: Math.max(0, Math.floor(x0) - 1),
    y0: Math.max(0, Math.floor(y0) - 1),
    x1: Math.min(frame.width, Math.ceil(x1) + 1),
    y1: Math.min(frame.height, Math.ceil(y1) + 1),
  };
}
