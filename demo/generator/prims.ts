import { apply, dot, type Frame, type Mat3, transpose, type Vec3 } from "./vec";

/**
 * Solids as signed distances. Distances of squashed solids are estimates: never zero off the surface, and scaled
 * so that a march with factor 0.9 does not step through.
 */
export const ELLIPSOID = 0;
/** Along local +y from radius a (at 0) to radius b (at length c). */
export const TAPER = 1;
/** A taper squashed along local z by d and cupped: the shape of an ear, a leaf, a wing feather. */
export const CUP = 2;
/** Half sizes a, b, c, rounding d. */
export const BOX = 3;
/** Ring in the local xz plane: radius a, tube b. */
export const TORUS = 4;
/** Ellipsoid a, b, c with d ribs around y (a pumpkin). */
export const RIBBED = 5;
/** Upright, radius a at the bottom, b at the top, half height c, rounding d. */
export const CYLINDER = 6;
export type PrimKind = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** Where a ray met a solid, in the coordinates that patterns are painted in. */
export interface SurfacePoint {
  /** Pattern-frame coordinates (unit: the frame's scale). */
  x: number;
  y: number;
  z: number;
  /** Position along the solid's own axis, 0 … 1 over the whole limb or tail. */
  along: number;
  /** Prim-local coordinates. */
  lx: number;
  ly: number;
  lz: number;
  /** World normal. */
  nx: number;
  ny: number;
  nz: number;
}

/** Writes a linear RGB albedo. */
export type Paint = (at: SurfacePoint, out: Float64Array) => void;

export type SurfaceKind = "fur" | "wet" | "eye" | "hard" | "feather";
export interface Surface {
  kind: SurfaceKind;
  /** Strand length in world units (fur and feather only). */
  strand: number;
  /** Share of pixels that grow a strand. */
  density: number;
  /** Specular strength, 0 … 1. */
  gloss: number;
}

export interface PrimSpec {
  kind: PrimKind;
  a: number;
  b: number;
  c: number;
  d: number;
  /** Solids of one group melt into each other; groups meet sharply. */
  group: number;
  /** Blending radius (world units). */
  k: number;
  actor: number;
  /** Index into the actor's part names. */
  part: number;
  paint: Paint;
  surface: Surface;
  pattern: Frame;
  along0: number;
  along1: number;
  /** World direction in which strands lie, before projection onto the surface. */
  flow: Vec3;
  /** When set, strands lie away from this point instead. */
  flowFrom: Vec3 | null;
  /** Throws a shadow on others. */
  shadow: boolean;
}

/** One solid, laid out flat for the marcher. */
export class Prim {
  readonly kind: PrimKind;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly m00: number;
  readonly m01: number;
  readonly m02: number;
  readonly m10: number;
  readonly m11: number;
  readonly m12: number;
  readonly m20: number;
  readonly m21: number;
  readonly m22: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly k: number;
  readonly group: number;
  /** Centre and radius of a sphere around the solid. */
  readonly bx: number;
  readonly by: number;
  readonly bz: number;
  readonly bound: number;
  /** Half axes of an ellipsoid about (bx, by, bz) in local axes, standing in for the solid in shadows. */
  readonly proxy: Vec3;
  readonly spec: PrimSpec;

  /** `axes` takes local to world. */
  constructor(centre: Vec3, axes: Mat3, spec: PrimSpec) {
    const m = transpose(axes);
    this.kind = spec.kind;
    [this.x, this.y, this.z] = centre;
    [this.m00, this.m01, this.m02] = m[0];
    [this.m10, this.m11, this.m12] = m[1];
    [this.m20, this.m21, this.m22] = m[2];
    this.a = spec.a;
    this.b = spec.b;
    this.c = spec.c;
    this.d = spec.d;
    this.k = spec.k;
    this.group = spec.group;
    this.spec = spec;
    const { a, b, c, d } = spec;
    let middle = 0;
    let proxy: Vec3;
    switch (spec.kind) {
      case ELLIPSOID:
        proxy = [a, b, c];
        break;
      case RIBBED:
        proxy = [a * 1.06, b * 1.06, c * 1.06];
        break;
      case TAPER:
        middle = c / 2;
        proxy = [Math.max(a, b), c / 2 + Math.max(a, b), Math.max(a, b)];
        break;
      case CUP:
        middle = c / 2;
        proxy = [Math.max(a, b), c / 2 + Math.max(a, b), Math.max(a, b) * Math.max(0.5, d)];
        break;
      case BOX:
        proxy = [a + d, b + d, c + d];
        break;
      case TORUS:
        proxy = [a + b, b, a + b];
        break;
      case CYLINDER:
        proxy = [Math.max(a, b) + d, c + d, Math.max(a, b) + d];
        break;
    }
    const offset = apply(axes, [0, middle, 0]);
    this.bx = centre[0] + offset[0];
    this.by = centre[1] + offset[1];
    this.bz = centre[2] + offset[2];
    const corner = spec.kind === BOX || spec.kind === CYLINDER;
    this.bound = corner ? Math.sqrt(dot(proxy, proxy)) : Math.max(...proxy);
    this.proxy = proxy;
  }
}

/**
 * Solids as numbers in one array, which the marcher's inner loop reads about twice as fast as fields of objects.
 * Per solid: position (0–2), world-to-local rotation rows (3–11), a, b, c, d (12–15), k (16), bounding sphere
 * (17–20), group (21), kind (22).
 */
export const STRIDE = 24;

export function packPrims(prims: readonly Prim[]): Float64Array {
  const data = new Float64Array(prims.length * STRIDE);
  prims.forEach((q, i) => {
    data.set(
      [q.x, q.y, q.z, q.m00, q.m01, q.m02, q.m10, q.m11, q.m12, q.m20, q.m21, q.m22, q.a, q.b, q.c, q.d, q.k],
      i * STRIDE,
    );
    data.set([q.bx, q.by, q.bz, q.bound, q.group, q.kind], i * STRIDE + 17);
  });
  return data;
}

/** Signed distance (estimate) from a world point to solid `i` of packed solids. */
export function primDistance(data: Float64Array, i: number, wx: number, wy: number, wz: number): number {
  const o = i * STRIDE;
  const dx = wx - data[o]!;
  const dy = wy - data[o + 1]!;
  const dz = wz - data[o + 2]!;
  const x = data[o + 3]! * dx + data[o + 4]! * dy + data[o + 5]! * dz;
  const y = data[o + 6]! * dx + data[o + 7]! * dy + data[o + 8]! * dz;
  const z = data[o + 9]! * dx + data[o + 10]! * dy + data[o + 11]! * dz;
  const a = data[o + 12]!;
  const b = data[o + 13]!;
  const c = data[o + 14]!;
  const d = data[o + 15]!;
  switch (data[o + 22]) {
    case ELLIPSOID:
      return ellipsoid(x, y, z, a, b, c);
    case TAPER: {
      const h = y <= 0 ? 0 : y >= c ? 1 : y / c;
      const ey = y - h * c;
      return (Math.sqrt(x * x + ey * ey + z * z) - (a + (b - a) * h)) * 0.96;
    }
    case CUP: {
      const h = y <= 0 ? 0 : y >= c ? 1 : y / c;
      const ey = y - h * c;
      const cz = (z - (x * x * 0.7) / a) / d;
      return (Math.sqrt(x * x + ey * ey + cz * cz) - (a + (b - a) * h)) * d;
    }
    case BOX: {
      const ax = Math.abs(x) - a;
      const ay = Math.abs(y) - b;
      const az = Math.abs(z) - c;
      const ox = Math.max(ax, 0);
      const oy = Math.max(ay, 0);
      const oz = Math.max(az, 0);
      const inside = Math.max(ax, ay, az);
      return Math.sqrt(ox * ox + oy * oy + oz * oz) + Math.min(inside, 0) - d;
    }
    case TORUS: {
      const ring = Math.sqrt(x * x + z * z) - a;
      return Math.sqrt(ring * ring + y * y) - b;
    }
    case RIBBED: {
      const rib = Math.abs(Math.sin((d * Math.atan2(z, x)) / 2));
      const dip = 0.07 * Math.exp((-(x * x + z * z) / (a * a)) * 9);
      const s = 0.93 + 0.1 * Math.sqrt(rib) - dip * 3;
      return ellipsoid(x, y, z, a * s, b * s, c * s) * 0.7;
    }
    default: {
      // CYLINDER
      const h = y <= -c ? 0 : y >= c ? 1 : (y + c) / (2 * c);
      const ar = Math.sqrt(x * x + z * z) - (a + (b - a) * h);
      const ay = Math.abs(y) - c;
      const or = Math.max(ar, 0);
      const oy = Math.max(ay, 0);
      const inside = Math.max(ar, ay);
      return (Math.sqrt(or * or + oy * oy) + Math.min(inside, 0) - d) * 0.95;
    }
  }
}

function ellipsoid(x: number, y: number, z: number, a: number, b: number, c: number): number {
  const px = x / a;
  const py = y / b;
  const pz = z / c;
  const k0 = Math.sqrt(px * px + py * py + pz * pz);
  const qx = px / a;
  const qy = py / b;
  const qz = pz / c;
  const k1 = Math.sqrt(qx * qx + qy * qy + qz * qz);
  return k1 === 0 ? -Math.min(a, b, c) : (k0 * (k0 - 1)) / k1;
}
