import { type Prim, primDistance, STRIDE } from "./prims";

/** Distance to the melted union of the listed solids. `list[0…n)` must keep solids of one group together. */
export function distance(
  data: Float64Array,
  list: Int16Array,
  n: number,
  x: number,
  y: number,
  z: number,
): number {
  let best = 1e9;
  let group = -1;
  let current = 1e9;
  for (let i = 0; i < n; i++) {
    const index = list[i]!;
    const o = index * STRIDE + 16;
    const k = data[o]!;
    // Too far to touch or melt into what is already nearer: its bounding sphere says so for a few multiplications.
    const cx = x - data[o + 1]!;
    const cy = y - data[o + 2]!;
    const cz = z - data[o + 3]!;
    const reach = data[o + 4]! + k + Math.min(current, best);
    if (reach > 0 && cx * cx + cy * cy + cz * cz > reach * reach) continue;
    const d = primDistance(data, index, x, y, z);
    if (data[o + 5] !== group) {
      if (current < best) best = current;
      group = data[o + 5]!;
      current = d;
    } else {
      // Quadratic smooth minimum: acts only where the two distances differ by less than k.
      const gap = Math.abs(current - d);
      if (current > d) current = d;
      if (gap < k) current -= ((k - gap) * (k - gap)) / (4 * k);
    }
  }
  return Math.min(current, best);
}

/** Which solids can be met by rays within a cone: everything else cannot touch the surface there. */
export interface ConeList {
  list: Int16Array;
  n: number;
  near: number;
  far: number;
}

/**
 * Solids near the cone with apex `o`, unit axis `d` and half-angle whose tangent is `spread`.
 * `margin` widens it so that contact shading sees its surroundings.
 */
export function coneList(
  prims: readonly Prim[],
  o: readonly [number, number, number],
  d: readonly [number, number, number],
  spread: number,
  margin: number,
): ConeList {
  const list: number[] = [];
  let near = 1e9;
  let far = 0;
  for (let i = 0; i < prims.length; i++) {
    const q = prims[i]!;
    const x = q.bx - o[0];
    const y = q.by - o[1];
    const z = q.bz - o[2];
    const t = x * d[0] + y * d[1] + z * d[2];
    const reach = q.bound + q.k + margin;
    if (t < -reach) continue;
    const off = Math.sqrt(Math.max(0, x * x + y * y + z * z - t * t));
    if (off - reach > Math.max(t + reach, 0) * spread) continue;
    list.push(i);
    near = Math.min(near, t - reach);
    far = Math.max(far, (t + reach) * (1 + spread));
  }
  return { list: Int16Array.from(list), n: list.length, near: Math.max(0.05, near), far };
}

/** Distance along the ray to the first surface, or -1. Direction must be a unit vector. */
export function march(
  data: Float64Array,
  cone: ConeList,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  limit: number,
): number {
  let t = cone.near;
  const end = Math.min(cone.far, limit);
  for (let i = 0; i < 64 && t < end; i++) {
    const d = distance(data, cone.list, cone.n, ox + dx * t, oy + dy * t, oz + dz * t);
    if (d < 0.0008 * t) {
      // Close in on the surface itself, so that where the march began leaves no trace in the picture.
      for (let k = 0; k < 2; k++)
        t += distance(data, cone.list, cone.n, ox + dx * t, oy + dy * t, oz + dz * t);
      return t;
    }
    t += d * 0.92;
  }
  return -1;
}
