/**
 * Moves `source` (n×2) onto `target` (n×2) by the rotation, mirroring and shift that bring the points in `use`
 * (all by default) closest in the least-squares sense. Distances within the map stay as they are: no scaling.
 */
export function procrustes(
  source: Float64Array,
  target: Float64Array,
  use: readonly number[] = Array.from({ length: source.length / 2 }, (_, i) => i),
): Float64Array {
  if (use.length === 0) return source.slice();
  const [sx, sy] = centroid(source, use);
  const [tx, ty] = centroid(target, use);
  let xx = 0;
  let yy = 0;
  let xy = 0;
  let yx = 0;
  for (const i of use) {
    const ax = source[2 * i]! - sx;
    const ay = source[2 * i + 1]! - sy;
    const bx = target[2 * i]! - tx;
    const by = target[2 * i + 1]! - ty;
    xx += ax * bx;
    yy += ay * by;
    xy += ax * by;
    yx += ay * bx;
  }
  // The best rotation keeps hypot(xx + yy, xy − yx) of the overlap; after mirroring y, hypot(xx − yy, xy + yx).
  const mirror = Math.hypot(xx - yy, xy + yx) > Math.hypot(xx + yy, xy - yx) + 1e-12 ? -1 : 1;
  const angle = Math.atan2(xy - mirror * yx, xx + mirror * yy);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const out = new Float64Array(source.length);
  for (let i = 0; i < source.length / 2; i++) {
    const ax = source[2 * i]! - sx;
    const ay = mirror * (source[2 * i + 1]! - sy);
    out[2 * i] = tx + cos * ax - sin * ay;
    out[2 * i + 1] = ty + sin * ax + cos * ay;
  }
  return out;
}

/**
 * Mean distance the points in `use` travelled from `before` to `after` (n×2 each), in units of the earlier
 * map's root-mean-square radius: 0 is a map that stood still, about 1.4 one that was shuffled.
 */
export function displacement(before: Float64Array, after: Float64Array, use: readonly number[]): number {
  if (use.length === 0) return 0;
  const [cx, cy] = centroid(before, use);
  let travelled = 0;
  let squares = 0;
  for (const i of use) {
    travelled += Math.hypot(after[2 * i]! - before[2 * i]!, after[2 * i + 1]! - before[2 * i + 1]!);
    squares += (before[2 * i]! - cx) ** 2 + (before[2 * i + 1]! - cy) ** 2;
  }
  const radius = Math.sqrt(squares / use.length);
  return radius === 0 ? 0 : travelled / use.length / radius;
}

function centroid(points: Float64Array, use: readonly number[]): [number, number] {
  let x = 0;
  let y = 0;
  for (const i of use) {
    x += points[2 * i]! / use.length;
    y += points[2 * i + 1]! / use.length;
  }
  return [x, y];
}
