import type { Actor } from "./actor";
import { type ConeList, distance } from "./field";
import { clamp } from "./noise";
import { CUP, type Prim, primDistance, type SurfacePoint, TAPER } from "./prims";

/** Everything known of one visible surface point. Reused between points: copy what you keep. */
export interface Hit {
  prim: Prim;
  /** Part label of the owning actor, after halos. */
  part: number;
  nx: number;
  ny: number;
  nz: number;
  albedo: Float64Array;
  /** Contact shading, 0 … 1 (open). */
  open: number;
}

const point: SurfacePoint = { x: 0, y: 0, z: 0, along: 0, lx: 0, ly: 0, lz: 0, nx: 0, ny: 0, nz: 0 };
const paintOut = new Float64Array(3);

/** Fills `hit` for the world point (x, y, z) on the surface of the listed solids. */
export function evaluate(
  prims: readonly Prim[],
  data: Float64Array,
  actors: readonly Actor[],
  cone: ConeList,
  x: number,
  y: number,
  z: number,
  hit: Hit,
): void {
  const { list, n } = cone;
  const e = 0.0012;
  const d1 = distance(data, list, n, x + e, y - e, z - e);
  const d2 = distance(data, list, n, x - e, y - e, z + e);
  const d3 = distance(data, list, n, x - e, y + e, z - e);
  const d4 = distance(data, list, n, x + e, y + e, z + e);
  let nx = d1 - d2 - d3 + d4;
  let ny = -d1 - d2 + d3 + d4;
  let nz = -d1 + d2 - d3 + d4;
  const norm = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1);
  nx *= norm;
  ny *= norm;
  nz *= norm;
  hit.nx = nx;
  hit.ny = ny;
  hit.nz = nz;

  let nearest = prims[list[0]!]!;
  let best = 1e9;
  for (let i = 0; i < n; i++) {
    const d = primDistance(data, list[i]!, x, y, z);
    if (d < best) {
      best = d;
      nearest = prims[list[i]!]!;
    }
  }
  hit.prim = nearest;
  hit.part = nearest.spec.part;

  // Colours of melted neighbours mix over the seam, so that a limb grows out of the body without an edge.
  let r = 0;
  let g = 0;
  let b = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const q = prims[list[i]!]!;
    if (q.group !== nearest.group) continue;
    const gap = primDistance(data, list[i]!, x, y, z) - best;
    const w = q === nearest ? 1 : clamp(1 - gap / (q.k * 0.8 + 1e-6), 0, 1) ** 2;
    if (w <= 0 || q.spec.surface !== nearest.spec.surface) continue;
    locate(q, x, y, z);
    point.nx = nx;
    point.ny = ny;
    point.nz = nz;
    q.spec.paint(point, paintOut);
    r += w * paintOut[0]!;
    g += w * paintOut[1]!;
    b += w * paintOut[2]!;
    total += w;
  }
  hit.albedo[0] = r / total;
  hit.albedo[1] = g / total;
  hit.albedo[2] = b / total;

  const near = distance(data, list, n, x + nx * 0.03, y + ny * 0.03, z + nz * 0.03);
  const wide = distance(data, list, n, x + nx * 0.09, y + ny * 0.09, z + nz * 0.09);
  hit.open = clamp(0.25 + 0.35 * clamp(near / 0.03, 0, 1) + 0.4 * clamp(wide / 0.09, 0, 1), 0, 1);

  if (nearest.spec.surface.kind === "fur" || nearest.spec.surface.kind === "feather") {
    ring(actors[nearest.spec.actor]!, x, y, z, hit);
  }
}

function ring(actor: Actor, x: number, y: number, z: number, hit: Hit): void {
  for (const halo of actor.halos) {
    const dx = x - halo.centre[0];
    const dy = y - halo.centre[1];
    const dz = z - halo.centre[2];
    const d = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (d >= halo.outer) continue;
    const w = d <= halo.inner ? 1 : (halo.outer - d) / (halo.outer - halo.inner);
    if (w > 0.5) hit.part = halo.part;
    for (let c = 0; c < 3; c++) hit.albedo[c] = hit.albedo[c]! * (1 - w) + halo.colour[c]! * w;
  }
}

/** Fills the shared surface point with pattern and local coordinates of a world point on `q`. */
function locate(q: Prim, x: number, y: number, z: number): void {
  const dx = x - q.x;
  const dy = y - q.y;
  const dz = z - q.z;
  point.lx = q.m00 * dx + q.m01 * dy + q.m02 * dz;
  point.ly = q.m10 * dx + q.m11 * dy + q.m12 * dz;
  point.lz = q.m20 * dx + q.m21 * dy + q.m22 * dz;
  const f = q.spec.pattern;
  const px = (x - f.o[0]) / f.s;
  const py = (y - f.o[1]) / f.s;
  const pz = (z - f.o[2]) / f.s;
  // Columns of m are the frame's axes: multiply by the transpose.
  point.x = f.m[0][0] * px + f.m[1][0] * py + f.m[2][0] * pz;
  point.y = f.m[0][1] * px + f.m[1][1] * py + f.m[2][1] * pz;
  point.z = f.m[0][2] * px + f.m[1][2] * py + f.m[2][2] * pz;
  const limb = q.kind === TAPER || q.kind === CUP;
  const t = limb ? clamp(point.ly / q.c, 0, 1) : clamp(point.ly / (2 * q.b) + 0.5, 0, 1);
  point.along = q.spec.along0 + (q.spec.along1 - q.spec.along0) * t;
}
