import type { GestureHost } from "./types";

/** Screen pixels within which Shift joins a point to another shape's vertex. */
const SNAP_REACH = 8;

export interface Neighbour {
  shapeId: string;
  vertexId: string;
  x: number;
  y: number;
}

/** Vertices of other, unlocked polygons within `pixels` screen pixels, the nearest of each shape, nearest first. */
export function verticesNear(
  host: GestureHost,
  [x, y]: readonly [number, number],
  pixels: number,
  except: readonly string[],
): Neighbour[] {
  const reach = pixels * host.unit();
  const near: (Neighbour & { distance: number })[] = [];
  for (const shape of host.live.get().snapshot.shapes) {
    if (shape.type !== "polygon" || shape.locked || shape.hidden || except.includes(shape.id)) continue;
    let best: (Neighbour & { distance: number }) | null = null;
    for (const v of shape.vertices) {
      const distance = Math.hypot(v.x - x, v.y - y);
      if (distance <= reach && (!best || distance < best.distance))
        best = { shapeId: shape.id, vertexId: v.id, x: v.x, y: v.y, distance };
    }
    if (best) near.push(best);
  }
  return near.sort((a, b) => a.distance - b.distance);
}

/** The nearest vertex of another polygon if one is close, else the point itself: how borders become shared. */
export function snap(
  host: GestureHost,
  point: readonly [number, number],
  except: readonly string[],
): readonly [number, number] {
  const [nearest] = verticesNear(host, point, SNAP_REACH, except);
  return nearest ? [nearest.x, nearest.y] : point;
}
