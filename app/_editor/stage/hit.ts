import {
  nearestEdge,
  type Point,
  pointInPolygon,
  segmentDistance2,
} from "@/core/annotation/geometry/polygon";
import { boxRing } from "@/core/annotation/raster/spans";
import type { Box, DocumentSnapshot, PolygonShape, Shape } from "@/core/annotation/snapshot";

/** Names of a box's eight handles: which sides move. */
export const BOX_HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type BoxHandle = (typeof BOX_HANDLES)[number];

/** The frontmost visible shape under the point; small shapes are preferred, so that an eye on a face can be had. */
export function shapeAt(snapshot: DocumentSnapshot, point: Point, reach: number): Shape | null {
  const under = snapshot.shapes.filter((s) => !s.hidden && covers(s, point, reach));
  return under.reduce<Shape | null>(
    (best, s) => (best === null || extent(s) <= extent(best) ? s : best),
    null,
  );
}

export function covers(shape: Shape, [x, y]: Point, reach: number): boolean {
  let inside = false;
  if (shape.type !== "brush") {
    const ring = outline(shape);
    const edge = nearestEdge(ring, [x, y]);
    inside = pointInPolygon(ring, [x, y]) || (edge !== null && edge.distance <= reach);
  }
  for (const { path, radius, mode } of shape.strokes) {
    for (let k = 0; k === 0 || k + 3 < path.length; k += 2) {
      const d2 = segmentDistance2(
        x,
        y,
        path[k]!,
        path[k + 1]!,
        path[k + 2] ?? path[k]!,
        path[k + 3] ?? path[k + 1]!,
      );
      if (d2 <= radius * radius) inside = mode === "add";
    }
  }
  return inside;
}

export function outline(shape: Shape): Point[] {
  if (shape.type === "polygon") return shape.vertices.map((v): Point => [v.x, v.y]);
  return shape.type === "box" ? boxRing(shape.box) : [];
}

function extent(shape: Shape): number {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (x: number, y: number) => {
    x0 = Math.min(x0, x);
    y0 = Math.min(y0, y);
    x1 = Math.max(x1, x);
    y1 = Math.max(y1, y);
  };
  for (const [x, y] of outline(shape)) add(x, y);
  for (const { path } of shape.strokes) for (let i = 0; i < path.length; i += 2) add(path[i]!, path[i + 1]!);
  return (x1 - x0) * (y1 - y0);
}

export function vertexAt(shape: PolygonShape, [x, y]: Point, reach: number): string | null {
  let best: { id: string; d: number } | null = null;
  for (const v of shape.vertices) {
    const d = Math.hypot(v.x - x, v.y - y);
    if (d <= reach && (!best || d < best.d)) best = { id: v.id, d };
  }
  return best?.id ?? null;
}

/** Where a click would add a vertex: on the edge that starts at `afterId`. */
export function edgeAt(
  shape: PolygonShape,
  point: Point,
  reach: number,
): { afterId: string; point: Point } | null {
  const edge = nearestEdge(outline(shape), point);
  const vertex = edge && shape.vertices[edge.index];
  return edge && vertex && edge.distance <= reach ? { afterId: vertex.id, point: edge.point } : null;
}

export function handlePoint([x, y, w, h]: Box, handle: BoxHandle): Point {
  const px = handle.includes("w") ? x : handle.includes("e") ? x + w : x + w / 2;
  const py = handle.includes("n") ? y : handle.includes("s") ? y + h : y + h / 2;
  return [px, py];
}

export function handleAt(box: Box, [x, y]: Point, reach: number): BoxHandle | null {
  // Corners first: on a tiny box they lie on top of the sides.
  const ordered = [...BOX_HANDLES].sort((a, b) => b.length - a.length);
  return (
    ordered.find((h) => Math.hypot(handlePoint(box, h)[0] - x, handlePoint(box, h)[1] - y) <= reach) ?? null
  );
}

/** The box with the handle's sides moved to the point; sides may pass each other. */
export function resizeBox([x, y, w, h]: Box, handle: BoxHandle, [px, py]: Point): Box {
  const x0 = handle.includes("w") ? px : x;
  const x1 = handle.includes("e") ? px : x + w;
  const y0 = handle.includes("n") ? py : y;
  const y1 = handle.includes("s") ? py : y + h;
  return [Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0)];
}
