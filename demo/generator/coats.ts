import { cells3, clamp, fbm3, lerp, noise3, smoothstep } from "./noise";
import type { Paint, SurfacePoint } from "./prims";
import type { Vec3 } from "./vec";

/** How a mammal is coloured. Colours are linear RGB albedos. */
export interface CoatSpec {
  base: Vec3;
  /** Stripes, spots, or the points of a Siamese. */
  dark: Vec3;
  /** Belly, chin, chest. */
  light: Vec3;
  pattern: "solid" | "stripes" | "spots" | "points" | "patches";
  strength: number;
  /** How far the light colour reaches: 0 none, 1 whole underside, muzzle and paws. */
  white: number;
  /** Colour of legs' ends and tail tip, if different. */
  socks?: Vec3;
  tailTip?: Vec3;
  innerEar: Vec3;
  /** Dark edge of the ear. */
  earBack?: Vec3;
  /** Moves the noise, so that no two animals are alike. */
  shift: number;
}

export interface Coat {
  head: Paint;
  torso: Paint;
  limb: Paint;
  tail: Paint;
  ear: Paint;
}

function blend(out: Float64Array, colour: Vec3, w: number): void {
  out[0] = lerp(out[0]!, colour[0], w);
  out[1] = lerp(out[1]!, colour[1], w);
  out[2] = lerp(out[2]!, colour[2], w);
}

/** Patterns are painted in the rest pose: torso frame with z along the spine, head frame in head radii. */
export function createCoat(spec: CoatSpec): Coat {
  const { base, dark, light, pattern, strength, white, shift } = spec;

  const start = (out: Float64Array, x: number, y: number, z: number) => {
    // Coarse and fine variation of lightness: no coat is one colour.
    const v =
      0.78 + 0.32 * fbm3(x * 5 + shift, y * 5, z * 5, 3) + 0.12 * noise3(x * 26, y * 26, z * 26 + shift);
    out[0] = base[0] * v;
    out[1] = base[1] * v;
    out[2] = base[2] * v;
  };
  const patches = (out: Float64Array, x: number, y: number, z: number, bias: number) => {
    const v = fbm3(x * 2.6 + shift * 3, y * 2.6, z * 2.6 - shift, 2);
    blend(out, dark, strength * smoothstep(0.5 - bias, 0.56 - bias, v));
  };

  const torso: Paint = (at, out) => {
    start(out, at.x, at.y, at.z);
    const warp = fbm3(at.x * 6 + shift, at.y * 4, at.z * 5, 2) - 0.5;
    if (pattern === "stripes") {
      const s = Math.sin((at.z + 0.12 * warp + 0.1 * Math.abs(at.x)) * 58);
      const side = smoothstep(-0.2, 0.02, at.y + 0.1 * warp);
      blend(out, dark, strength * smoothstep(0.05, 0.6, s) * (0.3 + 0.7 * side));
      blend(out, dark, strength * smoothstep(0.05, 0.0, Math.abs(at.x)) * smoothstep(0.05, 0.15, at.y));
    } else if (pattern === "spots") {
      const c = cells3(at.x * 15 + shift, at.y * 15, at.z * 13);
      const side = smoothstep(-0.25, 0, at.y);
      blend(out, dark, strength * smoothstep(0.5, 0.34, c + warp * 0.2) * (0.35 + 0.65 * side));
      blend(out, dark, strength * 0.7 * smoothstep(0.04, 0.0, Math.abs(at.x)) * smoothstep(0.05, 0.15, at.y));
    } else if (pattern === "points") {
      blend(out, dark, 0.28 * smoothstep(0.0, 0.25, at.y));
    } else if (pattern === "patches") {
      patches(out, at.x * 1.6, at.y * 1.6, at.z * 1.6, 0);
    }
    const under = smoothstep(0.02, -0.22, at.y + 0.16 * warp);
    blend(out, light, clamp(white * 1.2 * under, 0, 1));
  };

  const head: Paint = (at, out) => {
    start(out, at.x * 0.22, at.y * 0.22, at.z * 0.22);
    const warp = noise3(at.x * 3 + shift, at.y * 3, at.z * 3) - 0.5;
    const ax = Math.abs(at.x);
    if (pattern === "stripes" || pattern === "spots") {
      // The tabby "M": lines running up the brow, and two lines from the eye over the cheek.
      const brow = smoothstep(0.25, 0.5, at.y) * smoothstep(0.75, 0.55, ax);
      blend(out, dark, strength * brow * smoothstep(0.1, 0.7, Math.cos(ax * 17 + warp * 2.2)));
      const cheek = smoothstep(0.42, 0.6, ax) * smoothstep(0.3, 0.15, at.y) * smoothstep(-0.75, -0.5, at.y);
      blend(out, dark, strength * cheek * smoothstep(0.3, 0.8, Math.sin(at.y * 15 + ax * 5 + warp * 2)));
      const spectacles = smoothstep(0.42, 0.3, Math.hypot(ax - 0.42, at.y - 0.1));
      blend(out, light, 0.5 * strength * spectacles);
    } else if (pattern === "points") {
      const mask = smoothstep(0.98, 0.5, Math.hypot(at.x, (at.y + 0.2) * 1.05, at.z - 0.9) + warp * 0.12);
      blend(out, dark, strength * mask);
      blend(out, dark, 0.15 * strength * smoothstep(0.3, 0.9, at.y));
    } else if (pattern === "patches") {
      patches(out, at.x * 0.55 + 3, at.y * 0.4, at.z * 0.3, 0.03);
    }
    const chin = smoothstep(0.55, 0.95, at.z) * smoothstep(0.0, -0.16, at.y) * smoothstep(0.62, 0.35, ax);
    const blaze =
      smoothstep(0.16, 0.05, ax + warp * 0.06) * smoothstep(0.4, 0.8, at.z) * smoothstep(0.75, 0.3, at.y);
    const throat = smoothstep(-0.45, -0.75, at.y);
    if (pattern !== "points") {
      blend(out, light, clamp(0.35 * Number(white > 0) + white, 0, 1) * Math.max(chin, throat * 0.9));
      blend(out, light, clamp(white * 1.6 - 0.9, 0, 1) * blaze);
    }
  };

  const limb: Paint = (at, out) => {
    start(out, at.x, at.y, at.z);
    const warp = noise3(at.x * 8, at.y * 8, at.z * 8 + shift) - 0.5;
    if (pattern === "stripes" || pattern === "spots") {
      const s = Math.sin(at.along * 24 + warp * 2.5);
      blend(out, dark, strength * 0.85 * smoothstep(0.2, 0.7, s) * smoothstep(0.95, 0.8, at.along));
    } else if (pattern === "points") {
      blend(out, dark, strength * smoothstep(0.3, 0.95, at.along));
    } else if (pattern === "patches") {
      patches(out, at.x * 1.6, at.y * 1.6, at.z * 1.6, -0.04);
    }
    if (spec.socks) blend(out, spec.socks, smoothstep(0.35, 0.7, at.along + warp * 0.15));
    else blend(out, light, clamp(white * 1.5 - 0.5, 0, 1) * smoothstep(0.55, 0.85, at.along + warp * 0.2));
  };

  const tail: Paint = (at, out) => {
    start(out, at.x, at.y, at.z);
    if (pattern === "stripes" || pattern === "spots") {
      blend(out, dark, strength * smoothstep(0.1, 0.6, Math.sin(at.along * 40)));
      blend(out, dark, strength * smoothstep(0.85, 0.95, at.along));
    } else if (pattern === "points") {
      blend(out, dark, strength * smoothstep(0.05, 0.5, at.along));
    } else if (pattern === "patches") {
      blend(out, dark, strength);
    }
    if (spec.tailTip) blend(out, spec.tailTip, smoothstep(0.68, 0.82, at.along));
  };

  const ear: Paint = (at, out) => {
    start(out, at.x * 0.22, at.y * 0.22, at.z * 0.22);
    if (pattern === "points") blend(out, dark, strength);
    else if (pattern === "patches") patches(out, at.x * 0.55 + 3, at.y * 0.4, at.z * 0.3, 0.1);
    if (spec.earBack) blend(out, spec.earBack, 0.85);
    else blend(out, dark, 0.25);
    hollow(at, out, spec.innerEar);
  };

  return { head, torso, limb, tail, ear };
}

/** Skin inside a cupped ear, darker towards its depth. `lx`, `lz` are lengths in the world; `along` runs to the tip. */
function hollow(at: SurfacePoint, out: Float64Array, skin: Vec3): void {
  const inside = smoothstep(-0.002, 0.006, at.lz) * smoothstep(0.95, 0.7, at.along);
  const width = 0.062 * (1 - at.along * 0.8);
  const w = inside * smoothstep(width, width * 0.65, Math.abs(at.lx));
  const depth = 0.5 + 0.5 * smoothstep(0.1, 0.75, at.along);
  blend(out, [skin[0] * depth, skin[1] * depth, skin[2] * depth], w * 0.9);
}
