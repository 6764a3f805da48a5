import { type Point, segmentDistance2 } from "./polygon";

/**
 * Douglas–Peucker: the fewest of the path's own points such that no dropped one is further than `tolerance`
 * from the line kept. Ends are kept. Used on freehand paths before they enter the document.
 */
export function simplify(path: readonly Point[], tolerance: number): Point[] {
  if (path.length <= 2) return [...path];
  const keep = new Uint8Array(path.length);
  keep[0] = 1;
  keep[path.length - 1] = 1;
  const spans: [number, number][] = [[0, path.length - 1]];
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const [ax, ay] = path[from]!;
    const [bx, by] = path[to]!;
    let worst = tolerance * tolerance;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const [px, py] = path[i]!;
      const d2 = segmentDistance2(px, py, ax, ay, bx, by);
      if (d2 > worst) {
        worst = d2;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([from, at], [at, to]);
  }
  return path.filter((_, i) => keep[i] === 1);
}

/** Flat `x0, y0, x1, y1, …` rounded to 1/`precision` pixel: what strokes store. */
export function flatten(path: readonly Point[], precision = 10): number[] {
  return path.flatMap(([x, y]) => [
    Math.round(x * precision) / precision,
    Math.round(y * precision) / precision,
  ]);
}

/** The points of a flat path. */
export function unflatten(path: readonly number[]): Point[] {
  return Array.from({ length: path.length / 2 }, (_, i): Point => [path[2 * i]!, path[2 * i + 1]!]);
}
