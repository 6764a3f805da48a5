/** A point of any one space; y down. */
export type Point = readonly [x: number, y: number];

export interface Bounds {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** Null for no points. */
export function boundsOf(points: readonly Point[]): Bounds | null {
  if (points.length === 0) return null;
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const [x, y] of points) {
    bounds.minX = Math.min(bounds.minX, x);
    bounds.minY = Math.min(bounds.minY, y);
    bounds.maxX = Math.max(bounds.maxX, x);
    bounds.maxY = Math.max(bounds.maxY, y);
  }
  return bounds;
}

/** Shoelace formula; positive when the ring runs clockwise on screen (y down). */
export function signedArea(ring: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i]!;
    const [x1, y1] = ring[(i + 1) % ring.length]!;
    twice += x0 * y1 - x1 * y0;
  }
  return twice / 2;
}

/** Mean of the vertices: good enough to tell left from right and to place a label. */
export function centre(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  let sx = 0;
  let sy = 0;
  for (const [x, y] of points) {
    sx += x;
    sy += y;
  }
  return [sx / points.length, sy / points.length];
}

/**
 * Even-odd rule with half-open edges: a crossing exactly at x counts as left of the point, an edge owns its
 * upper end and not its lower. Two polygons that share an edge therefore never share a point (SPEC.md P2).
 */
export function pointInPolygon(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i]!;
    const [x1, y1] = ring[(i + 1) % ring.length]!;
    if (y0 <= y !== y1 <= y && crossingX(x0, y0, x1, y1, y) <= x) inside = !inside;
  }
  return inside;
}

/**
 * Where the edge meets the horizontal line at y. The ends are taken in a fixed order, so that both polygons
 * at a shared edge compute the very same number.
 */
export function crossingX(x0: number, y0: number, x1: number, y1: number, y: number): number {
  return y0 < y1 ? x0 + ((y - y0) * (x1 - x0)) / (y1 - y0) : x1 + ((y - y1) * (x0 - x1)) / (y0 - y1);
}

/** Squared distance from p to the segment ab. */
export function segmentDistance2(
  px: number,
  py: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length2));
  const ex = px - (ax + t * dx);
  const ey = py - (ay + t * dy);
  return ex * ex + ey * ey;
}

/** The edge (by the index of its first vertex) nearest to `point`, and the nearest place on it. */
export function nearestEdge(
  ring: readonly Point[],
  [px, py]: Point,
): { index: number; point: Point; distance: number } | null {
  let best: { index: number; point: Point; distance: number } | null = null;
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[(i + 1) % ring.length]!;
    const dx = bx - ax;
    const dy = by - ay;
    const length2 = dx * dx + dy * dy;
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length2));
    const x = ax + t * dx;
    const y = ay + t * dy;
    const distance = Math.hypot(px - x, py - y);
    if (!best || distance < best.distance) best = { index: i, point: [x, y], distance };
  }
  return best;
}
