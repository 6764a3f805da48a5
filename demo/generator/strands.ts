import type { Actor } from "./actor";
import { type Camera, project } from "./camera";
import type { GBuffer } from "./gbuffer";
import { hash01 } from "./rng";

/** Fur and whiskers drawn over the traced picture, and what they make of the outline. */
export interface Combed {
  /** Linear RGB. */
  colour: Float32Array;
  /** Owner of each pixel after hairs that cover more than half of it: actor + 1, and part. */
  actor: Uint8Array;
  part: Uint8Array;
}

/**
 * Grows strands from the pixels that have any. Each strand depends only on the pixel it grows from, so taking a
 * part away leaves every other hair where it was. `sharp` holds the picture the strands are laid over.
 */
export function comb(buffer: GBuffer, sharp: Float32Array, blur: Float32Array, seed: number): Combed {
  const { width, height, depth, strand, density } = buffer;
  const colour = Float32Array.from(sharp);
  const actor = Uint8Array.from(buffer.actor);
  const part = Uint8Array.from(buffer.part);
  const cover = new Float32Array(width * height);
  for (let i = 0; i < width * height; i++) {
    if (density[i] === 0 || blur[i]! > 1.6 || hash01(seed, i * 5) > density[i]!) continue;
    const x = (i % width) + hash01(seed, i * 5 + 1) - 0.5;
    const y = Math.floor(i / width) + hash01(seed, i * 5 + 2) - 0.5;
    const turn = (hash01(seed, i * 5 + 3) - 0.5) * 0.9;
    const rand = hash01(seed, i * 5 + 4);
    const stretch = 0.55 + 0.75 * rand;
    const c = Math.cos(turn) * stretch;
    const s = Math.sin(turn) * stretch;
    const dx = strand[2 * i]! * c - strand[2 * i + 1]! * s;
    const dy = strand[2 * i]! * s + strand[2 * i + 1]! * c;
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    if (steps < 1) continue;
    const gain = 0.62 + 0.8 * hash01(seed, i * 5 + 7);
    for (let k = 0; k <= steps; k++) {
      const t = k / steps;
      // Hairs sag: a slight curve downwards.
      const px = Math.round(x + dx * t);
      const py = Math.round(y + dy * t + 0.12 * steps * t * t);
      if (px < 0 || py < 0 || px >= width || py >= height) break;
      const j = py * width + px;
      if (depth[j]! < depth[i]! - 0.05) break;
      if (buffer.actor[j] === buffer.actor[i] && density[j] === 0) break;
      const alpha = 0.46 * (1 - 0.75 * t * t);
      const light = gain * (0.86 + 0.3 * t);
      for (let ch = 0; ch < 3; ch++) {
        colour[3 * j + ch] = colour[3 * j + ch]! * (1 - alpha) + buffer.colour[3 * i + ch]! * light * alpha;
      }
      if (buffer.actor[j] !== buffer.actor[i]) {
        cover[j] = cover[j]! + alpha * (1 - cover[j]!);
        if (cover[j]! > 0.5) {
          actor[j] = buffer.actor[i]!;
          part[j] = buffer.part[i]!;
        }
      }
    }
  }
  return { colour, actor, part };
}

/** Thin bright hairs from the muzzle; too thin to own a pixel. */
export function drawWhiskers(
  combed: Combed,
  buffer: GBuffer,
  camera: Camera,
  actors: readonly Actor[],
  brightness: number,
): void {
  const { width, height, depth } = buffer;
  for (const owner of actors) {
    for (const { points } of owner.whiskers) {
      const [a, b, c] = points.map((p) => project(camera, width, height, p)) as [
        [number, number, number],
        [number, number, number],
        [number, number, number],
      ];
      if (Math.min(a[2], b[2], c[2]) <= 0) continue;
      const steps = Math.ceil(Math.hypot(c[0] - a[0], c[1] - a[1]) * 1.5) + 1;
      const weight = Math.min(0.5, 0.28 * (width / 224));
      for (let k = 0; k <= steps; k++) {
        const t = k / steps;
        const u = 1 - t;
        const x = u * u * a[0] + 2 * u * t * b[0] + t * t * c[0] - 0.5;
        const y = u * u * a[1] + 2 * u * t * b[1] + t * t * c[1] - 0.5;
        const z = u * u * a[2] + 2 * u * t * b[2] + t * t * c[2];
        const xi = Math.floor(x);
        const yi = Math.floor(y);
        for (let n = 0; n < 4; n++) {
          const px = xi + (n & 1);
          const py = yi + (n >> 1);
          if (px < 0 || py < 0 || px >= width || py >= height) continue;
          const j = py * width + px;
          if (depth[j]! < z - 0.03) continue;
          const w =
            Math.max(0, 1 - Math.abs(px - x)) * Math.max(0, 1 - Math.abs(py - y)) * weight * (1 - 0.6 * t);
          for (let ch = 0; ch < 3; ch++) {
            combed.colour[3 * j + ch] = combed.colour[3 * j + ch]! * (1 - w) + brightness * w;
          }
        }
      }
    }
  }
}
