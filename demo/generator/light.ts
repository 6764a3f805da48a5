import { smoothstep } from "./noise";
import type { Prim } from "./prims";
import type { Hit } from "./surface";
import type { Vec3 } from "./vec";

export interface Light {
  /** Unit vector towards the key light. */
  key: Vec3;
  keyColour: Vec3;
  sky: Vec3;
  ground: Vec3;
  /** Width of the light as the tangent of its angle: 0.05 sun, 0.5 overcast window. */
  softness: number;
  exposure: number;
}

/**
 * Share of the key light that reaches a point: each shadow-throwing solid is replaced by its ellipsoid, and the
 * ray's closest approach to it in units of the ellipsoid decides between shade, penumbra and light.
 */
export function keyVisibility(
  casters: readonly Prim[],
  light: Light,
  x: number,
  y: number,
  z: number,
): number {
  let open = 1;
  const [lx, ly, lz] = light.key;
  for (let i = 0; i < casters.length; i++) {
    const q = casters[i]!;
    const ox = x - q.bx;
    const oy = y - q.by;
    const oz = z - q.bz;
    // Outside the sphere's widened shadow tube: nothing to do.
    const t = -(ox * lx + oy * ly + oz * lz);
    if (t < q.bound * 0.25) continue;
    const off = ox * ox + oy * oy + oz * oz - t * t;
    const wide = q.bound + light.softness * t;
    if (off > wide * wide) continue;
    const [a, b, c] = q.proxy;
    const px = (q.m00 * ox + q.m01 * oy + q.m02 * oz) / a;
    const py = (q.m10 * ox + q.m11 * oy + q.m12 * oz) / b;
    const pz = (q.m20 * ox + q.m21 * oy + q.m22 * oz) / c;
    const dx = (q.m00 * lx + q.m01 * ly + q.m02 * lz) / a;
    const dy = (q.m10 * lx + q.m11 * ly + q.m12 * lz) / b;
    const dz = (q.m20 * lx + q.m21 * ly + q.m22 * lz) / c;
    const dd = dx * dx + dy * dy + dz * dz;
    const s = -(px * dx + py * dy + pz * dz) / dd;
    if (s <= 0) continue;
    const closest = Math.sqrt(Math.max(0, px * px + py * py + pz * pz - s * s * dd));
    const penumbra = (light.softness * t) / Math.min(a, b, c) + 0.06;
    const depth = smoothstep(1 + penumbra * 0.5, 1 - penumbra * 0.7, closest);
    const ready = smoothstep(q.bound * 0.25, q.bound * 0.7, t);
    const pass = 1 - depth * ready * 0.97;
    if (pass < open) open = pass;
  }
  return open;
}

/** Darkening of the floor below and beside solids: each counts by the angle it fills. */
export function floorOpenness(casters: readonly Prim[], x: number, z: number): number {
  let open = 1;
  for (let i = 0; i < casters.length; i++) {
    const q = casters[i]!;
    const dx = q.bx - x;
    const dz = q.bz - z;
    const d2 = dx * dx + dz * dz + q.by * q.by;
    const r = Math.min(q.bound, (q.proxy[0] + q.proxy[1] + q.proxy[2]) / 3);
    if (d2 > r * r * 30) continue;
    const shade = Math.min(0.8, (r * r * q.by) / (d2 * Math.sqrt(d2)) + (d2 < r * r * 1.3 ? 0.25 : 0));
    open *= 1 - 0.75 * shade;
  }
  return Math.max(0.12, open);
}

/** Light leaving a surface point towards the viewer; `vx…` points from the eye to the surface. */
export function shade(
  hit: Hit,
  light: Light,
  visible: number,
  height: number,
  vx: number,
  vy: number,
  vz: number,
  out: Float64Array,
): void {
  const { nx, ny, nz, albedo } = hit;
  const { kind, gloss } = hit.prim.spec.surface;
  const soft = kind === "fur" || kind === "feather";
  const [lx, ly, lz] = light.key;
  const ndl = nx * lx + ny * ly + nz * lz;
  const ndv = Math.max(0, -(nx * vx + ny * vy + nz * vz));
  const diffuse = soft ? Math.max(0, (ndl + 0.28) / 1.28) : Math.max(0, ndl);
  const up = 0.5 + 0.5 * ny;
  const floorShade = 0.5 + 0.5 * smoothstep(0, 0.22, height + 0.1 * up);
  const ambient = hit.open * floorShade;
  const rim = (1 - ndv) ** 3;
  for (let c = 0; c < 3; c++) {
    const key = light.keyColour[c]! * visible;
    const around = light.sky[c]! * up + light.ground[c]! * (1 - up);
    let v = albedo[c]! * (key * diffuse + around * ambient);
    if (soft)
      v +=
        (albedo[c]! * 0.6 + 0.04) *
        rim *
        ambient *
        (0.6 * light.sky[c]! + 0.5 * key * Math.max(0, 0.4 + ndl));
    out[c] = v;
  }
  if (gloss > 0) {
    const d = 2 * (nx * vx + ny * vy + nz * vz);
    const rx = vx - d * nx;
    const ry = vy - d * ny;
    const rz = vz - d * nz;
    const toKey = Math.max(0, rx * lx + ry * ly + rz * lz);
    const sharp = kind === "eye" ? 180 : kind === "wet" ? 24 : soft ? 7 : 40;
    const spark = toKey ** sharp * (kind === "eye" ? 2.6 : soft ? 0.35 : 0.9) * Math.max(visible, 0.25);
    const mirror =
      kind === "eye" || kind === "hard" || kind === "wet"
        ? smoothstep(0.15, 0.9, ry) * (0.1 + 0.9 * (1 - ndv) ** 4) * 0.55
        : 0;
    for (let c = 0; c < 3; c++)
      out[c] = out[c]! + gloss * (spark * light.keyColour[c]! + mirror * light.sky[c]!);
  }
}
