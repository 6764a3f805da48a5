import type { Point } from "./polygon";

/** Twice the signed area of the triangle abc: the side of ab on which c lies. */
function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function onSegment(a: Point, b: Point, p: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** Whether the closed segments ab and cd have a point in common. */
export function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  const abc = Math.sign(turn(a, b, c));
  const abd = Math.sign(turn(a, b, d));
  const cda = Math.sign(turn(c, d, a));
  const cdb = Math.sign(turn(c, d, b));
  if (abc !== abd && cda !== cdb) return true;
  return (
    (abc === 0 && onSegment(a, b, c)) ||
    (abd === 0 && onSegment(a, b, d)) ||
    (cda === 0 && onSegment(c, d, a)) ||
    (cdb === 0 && onSegment(c, d, b))
  );
}

/**
 * The first two edges (indices of their first vertices) that cross, touch, or fold back on each other; null
 * for a simple ring. Consecutive equal vertices are one vertex. O(n²) with a bounding-interval rejection.
 */
export function firstSelfIntersection(points: readonly Point[]): readonly [number, number] | null {
  const kept: { point: Point; index: number }[] = [];
  for (const [index, point] of points.entries()) {
    const last = kept.at(-1)?.point;
    if (!last || last[0] !== point[0] || last[1] !== point[1]) kept.push({ point, index });
  }
  const first = kept[0]?.point;
  const end = kept.at(-1)?.point;
  if (kept.length > 1 && first && end && first[0] === end[0] && first[1] === end[1]) kept.pop();
  const n = kept.length;
  const at = (i: number) => kept[i % n]!.point;
  for (let i = 0; i < n; i++) {
    const a = at(i);
    const b = at(i + 1);
    // The neighbour shares b: it may only fold straight back over this edge.
    const next = at(i + 2);
    const dot = (a[0] - b[0]) * (next[0] - b[0]) + (a[1] - b[1]) * (next[1] - b[1]);
    if (n > 2 && turn(a, b, next) === 0 && dot > 0) return [kept[i]!.index, kept[(i + 1) % n]!.index];
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      const c = at(j);
      const d = at(j + 1);
      if (Math.max(c[1], d[1]) < Math.min(a[1], b[1]) || Math.min(c[1], d[1]) > Math.max(a[1], b[1]))
        continue;
      if (segmentsMeet(a, b, c, d)) return [kept[i]!.index, kept[j]!.index];
    }
  }
  return null;
}
