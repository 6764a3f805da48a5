import { clamp, lerp, noise3, smoothstep } from "./noise";
import type { Paint, Surface } from "./prims";
import type { Vec3 } from "./vec";

export const EYE_SURFACE: Surface = { kind: "eye", strand: 0, density: 0, gloss: 1 };

export interface IrisSpec {
  colour: Vec3;
  /** Half width of the pupil in iris radii: 0.15 a slit in the sun, 0.7 a cat in the dark. */
  pupil: number;
  slit: boolean;
}

const IRIS = 0.8;

/** Paints in the eye's own frame (unit: its radius, z the gaze). */
export function createIris({ colour, pupil, slit }: IrisSpec): Paint {
  return (at, out) => {
    // Only the front cap of the ball shows between the lids: the iris fills it.
    const r = Math.hypot(at.x, at.y) / IRIS;
    const angle = Math.atan2(at.y, at.x);
    const fibre = 0.75 + 0.5 * noise3(angle * 7 + 40, r * 2.5, 3);
    const glow = lerp(1.25, 0.7, smoothstep(0.15, 0.75, r)) * fibre;
    const limbal = smoothstep(0.98, 0.78, r);
    const hole = slit ? Math.hypot(at.x / pupil, at.y / 0.8) / IRIS : r / pupil;
    const open = smoothstep(0.88, 1.12, hole) * limbal * clamp(at.z * 8, 0, 1);
    for (let c = 0; c < 3; c++) out[c] = lerp(0.012, colour[c]! * glow, open);
  };
}
