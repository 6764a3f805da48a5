import { cells3, clamp, fbm3, lerp, noise3, smoothstep } from "./noise";
import type { Vec3 } from "./vec";

export type FloorKind = "wood" | "carpet" | "tiles" | "grass" | "sand" | "stone" | "cloth" | "plain";
export type WallKind = "paint" | "paper" | "brick" | "panel" | "plain";

/** What is behind everything: a floor at y = 0, and a wall or the open. */
export interface Backdrop {
  floor: { kind: FloorKind; a: Vec3; b: Vec3; scale: number; turn: number };
  /** A wall across the view at z = `z`, or null outdoors. */
  wall: { kind: WallKind; a: Vec3; b: Vec3; z: number; skirting: Vec3 | null; window: number } | null;
  sky: { zenith: Vec3; horizon: Vec3; trees: Vec3; treeLine: number };
  shift: number;
}

/** The studio that is left when "Background" itself is taken away. */
export const NEUTRAL_BACKDROP: Backdrop = {
  floor: { kind: "plain", a: [0.32, 0.32, 0.32], b: [0.32, 0.32, 0.32], scale: 1, turn: 0 },
  wall: { kind: "plain", a: [0.32, 0.32, 0.32], b: [0.32, 0.32, 0.32], z: -2.5, skirting: null, window: 0 },
  sky: { zenith: [0.32, 0.32, 0.32], horizon: [0.32, 0.32, 0.32], trees: [0.32, 0.32, 0.32], treeLine: -9 },
  shift: 0,
};

function set(out: Float64Array, a: Vec3, b: Vec3, w: number, gain: number): void {
  for (let c = 0; c < 3; c++) out[c] = lerp(a[c]!, b[c]!, w) * gain;
}

/** Floor albedo at (x, z); `fade` (0 … 1) takes detail away with distance so that it does not flicker. */
export function floorAlbedo(back: Backdrop, wx: number, wz: number, fade: number, out: Float64Array): void {
  const { kind, a, b, scale, turn } = back.floor;
  const c = Math.cos(turn);
  const s = Math.sin(turn);
  const x = (wx * c - wz * s) * scale + back.shift;
  const z = (wx * s + wz * c) * scale;
  switch (kind) {
    case "wood": {
      const plank = Math.floor(x / 0.22);
      const along = z + noise3(plank * 7.3, 0.5, 0.5) * 3;
      const board = noise3(plank * 3.1, Math.floor(along / 1.4) * 5.7, 2.5);
      const grain = fbm3(x * 22, along * 1.8, plank, 3);
      const gap = smoothstep(0.008, 0.02, Math.min(x / 0.22 - plank, 1 - (x / 0.22 - plank)) * 0.22);
      set(out, a, b, clamp(0.55 * board + 0.6 * (grain - 0.5) * fade + 0.2, 0, 1), lerp(1, gap, 0.65 * fade));
      return;
    }
    case "tiles": {
      const fx = Math.abs(((x / 0.45) % 1) + 1) % 1;
      const fz = Math.abs(((z / 0.45) % 1) + 1) % 1;
      const odd = (Math.floor(x / 0.45) + Math.floor(z / 0.45)) & 1;
      const edge = Math.min(fx, fz, 1 - fx, 1 - fz);
      const joint = smoothstep(0.015, 0.04, edge);
      set(
        out,
        a,
        b,
        odd ? 0.85 : 0.1,
        lerp(1, 0.6 + 0.4 * joint, fade) * (0.9 + 0.2 * fbm3(x * 4, z * 4, 1, 2)),
      );
      return;
    }
    case "carpet": {
      const pile = noise3(x * 60, z * 60, 3) * 0.5 + noise3(x * 25, z * 25, 8) * 0.5;
      const motif = smoothstep(0.42, 0.5, Math.abs(Math.sin(x * 4) * Math.sin(z * 4)));
      set(out, a, b, motif * 0.7, lerp(1, 0.72 + 0.56 * pile, fade));
      return;
    }
    case "grass": {
      const tuft = fbm3(x * 7, z * 7, 1, 3);
      const blade = noise3(x * 55, z * 20, 4);
      set(out, a, b, clamp(1.6 * (tuft - 0.25), 0, 1), lerp(0.9, 0.45 + 1.05 * blade, fade));
      return;
    }
    case "sand": {
      const grain = noise3(x * 70, z * 70, 1);
      const wave = 0.5 + 0.5 * Math.sin(z * 9 + 4 * fbm3(x * 1.5, z * 1.5, 2, 2));
      set(out, a, b, 0.5 * wave + 0.3 * fbm3(x * 3, z * 3, 4, 2), lerp(1, 0.82 + 0.36 * grain, fade));
      return;
    }
    case "stone": {
      const d = cells3(x * 2.4, 0.4, z * 2.4);
      const v = fbm3(x * 6, z * 6, 3, 3);
      set(out, a, b, v, lerp(1, 0.75 + 0.4 * smoothstep(0.65, 0.3, d), fade));
      return;
    }
    case "cloth": {
      const fold = fbm3(x * 1.3, z * 1.3, 5, 2);
      const weave = 0.5 + 0.25 * Math.sin(x * 110) + 0.25 * Math.sin(z * 110);
      set(out, a, b, smoothstep(0.35, 0.7, fold), lerp(1, 0.88 + 0.2 * weave, fade) * (0.8 + 0.4 * fold));
      return;
    }
    case "plain":
      set(out, a, b, 0, 1);
  }
}

/** Wall albedo at (x, y). */
export function wallAlbedo(back: Backdrop, x: number, y: number, out: Float64Array): void {
  const wall = back.wall!;
  const { kind, a, b } = wall;
  const u = x + back.shift;
  switch (kind) {
    case "paint":
      set(out, a, b, 0.25 * fbm3(u * 1.2, y * 1.2, 3, 2), 1);
      break;
    case "paper": {
      const stripe = smoothstep(0.35, 0.5, Math.abs(Math.sin(u * 9)));
      const flower = smoothstep(0.3, 0.22, cells3(u * 3, y * 3, 0.5));
      set(out, a, b, clamp(0.45 * stripe + 0.5 * flower, 0, 1), 1);
      break;
    }
    case "brick": {
      const row = Math.floor(y / 0.12);
      const bu = u / 0.3 + (row & 1) * 0.5;
      const fx = bu - Math.floor(bu);
      const fy = y / 0.12 - row;
      const mortar = Math.min(
        smoothstep(0.02, 0.05, Math.min(fx, 1 - fx)),
        smoothstep(0.05, 0.12, Math.min(fy, 1 - fy)),
      );
      set(out, a, b, 1 - mortar, 0.75 + 0.5 * noise3(Math.floor(bu) * 3.3, row * 7.1, 1));
      break;
    }
    case "panel": {
      const fx = u / 0.35 - Math.floor(u / 0.35);
      const groove = smoothstep(0.015, 0.05, Math.min(fx, 1 - fx));
      set(out, a, b, 0.35 * fbm3(u * 14, y * 1.2, 4, 2), 0.65 + 0.35 * groove);
      break;
    }
    case "plain":
      set(out, a, b, 0, 1);
      return;
  }
  if (wall.skirting && y < 0.16)
    set(out, wall.skirting, wall.skirting, 0, 0.85 + 0.15 * smoothstep(0.14, 0.12, y));
  // A lit window: a soft bright patch with a cross of bars.
  if (wall.window > 0) {
    const wx = u - back.shift - (wall.window - 0.5) * 2.4;
    const wy = y - 1.25;
    if (Math.abs(wx) < 0.5 && Math.abs(wy) < 0.55) {
      const bar = Math.abs(wx) < 0.03 || Math.abs(wy) < 0.03 || Math.abs(wx) > 0.45 || Math.abs(wy) > 0.5;
      const day = 1.5 + 0.8 * fbm3(wx * 3, wy * 3, back.shift, 2);
      set(out, [0.8, 0.92, 1.0], [0.8, 0.92, 1.0], 0, bar ? 0.75 : day);
    }
  }
}

/** Light from the open in a direction (already radiance, not albedo). */
export function skyRadiance(back: Backdrop, dx: number, dy: number, dz: number, out: Float64Array): void {
  const { zenith, horizon, trees, treeLine } = back.sky;
  const up = clamp(dy * 2.2, 0, 1);
  const cloud = smoothstep(
    0.5,
    0.75,
    fbm3((dx / (Math.abs(dy) + 0.3)) * 1.5 + back.shift, 3, (dz / (Math.abs(dy) + 0.3)) * 1.5, 3),
  );
  for (let c = 0; c < 3; c++) out[c] = lerp(lerp(horizon[c]!, zenith[c]!, up), 1.0, 0.45 * cloud * up);
  const angle = Math.atan2(dx, -dz);
  const line = treeLine + 0.22 * (fbm3(angle * 5 + back.shift, 1, 1, 3) - 0.5);
  const inside = smoothstep(line + 0.02, line - 0.03, dy);
  if (inside > 0) {
    const leaf = fbm3(angle * 16 + back.shift, dy * 16, 2, 3);
    const glint = smoothstep(0.62, 0.78, leaf);
    for (let c = 0; c < 3; c++) {
      const tree = trees[c]! * (0.35 + 1.2 * leaf) + glint * 0.5 * horizon[c]!;
      out[c] = lerp(out[c]!, tree, inside);
    }
  }
}
