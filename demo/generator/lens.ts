import type { Camera } from "./camera";
import type { GBuffer } from "./gbuffer";
import { clamp } from "./noise";
import { hash01 } from "./rng";

/** Blur of each pixel in pixels, from its distance to the plane in focus. */
export function circleOfConfusion(buffer: GBuffer, camera: Camera): Float32Array {
  const out = new Float32Array(buffer.depth.length);
  const strength = camera.aperture * Math.max(buffer.width, buffer.height);
  for (let i = 0; i < out.length; i++) {
    out[i] = clamp(
      strength * Math.abs(1 / buffer.depth[i]! - 1 / camera.focus) - 0.6,
      0,
      0.04 * buffer.width,
    );
  }
  return out;
}

/** Blurs what is out of focus. Pixels in focus never bleed into the blur. */
export function defocus(buffer: GBuffer, blur: Float32Array): Float32Array {
  const { width, height, colour } = buffer;
  let most = 0;
  for (let i = 0; i < blur.length; i++) most = Math.max(most, blur[i]!);
  if (most < 0.3) return colour;
  const out = Float32Array.from(colour);
  let previous = 0;
  let base = Float32Array.from(colour);
  for (const level of [1.6, 4.5, 9].map((r) => (r * width) / 224)) {
    const next = blurLayer(colour, blur, width, height, level, Math.min(level * 0.35, 2));
    for (let i = 0; i < blur.length; i++) {
      const b = blur[i]!;
      if (b <= previous) continue;
      const w = clamp((b - previous) / (level - previous), 0, 1);
      for (let c = 0; c < 3; c++) out[3 * i + c] = base[3 * i + c]! * (1 - w) + next[3 * i + c]! * w;
    }
    previous = level;
    base = next as Float32Array<ArrayBuffer>;
    if (level > most) break;
  }
  return out;
}

/** Three box blurs of pixels weighted by how far out of focus they are. */
function blurLayer(
  colour: Float32Array,
  blur: Float32Array,
  width: number,
  height: number,
  sigma: number,
  threshold: number,
): Float32Array {
  const n = width * height;
  let data: Float32Array = new Float32Array(4 * n);
  for (let i = 0; i < n; i++) {
    const w = clamp(blur[i]! / threshold, 0, 1) ** 2 + 1e-5;
    for (let c = 0; c < 3; c++) data[4 * i + c] = Math.min(3, colour[3 * i + c]!) * w;
    data[4 * i + 3] = w;
  }
  const radius = Math.max(1, Math.round(sigma * 0.85));
  let other: Float32Array = new Float32Array(4 * n);
  for (let pass = 0; pass < 2; pass++) {
    box(data, other, width, height, radius, 4, 4 * width);
    box(other, data, height, width, radius, 4 * width, 4);
  }
  const out = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) {
    const w = 1 / data[4 * i + 3]!;
    for (let c = 0; c < 3; c++) out[3 * i + c] = data[4 * i + c]! * w;
  }
  other = data = out;
  return out;
}

function box(
  from: Float32Array,
  to: Float32Array,
  length: number,
  lines: number,
  radius: number,
  step: number,
  lineStep: number,
): void {
  const norm = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    for (let c = 0; c < 4; c++) {
      const start = line * lineStep + c;
      let sum = 0;
      for (let k = -radius; k <= radius; k++) sum += from[start + clamp(k, 0, length - 1) * step]!;
      for (let k = 0; k < length; k++) {
        to[start + k * step] = sum * norm;
        const leave = clamp(k - radius, 0, length - 1);
        const enter = clamp(k + radius + 1, 0, length - 1);
        sum += from[start + enter * step]! - from[start + leave * step]!;
      }
    }
  }
}

/** Exposure, film curve, vignette and sensor noise: linear light to 8-bit sRGB. */
export function develop(
  colour: Float32Array,
  width: number,
  height: number,
  exposure: number,
  seed: number,
): Uint8Array {
  const out = new Uint8Array(colour.length);
  for (let i = 0; i < width * height; i++) {
    const x = ((i % width) + 0.5) / width - 0.5;
    const y = (Math.floor(i / width) + 0.5) / height - 0.5;
    const gain = exposure * (1 - 0.55 * (x * x + y * y));
    const grain = hash01(seed, i * 3 + 1) + hash01(seed, i * 3 + 2) - 1;
    for (let c = 0; c < 3; c++) {
      const v = Math.max(0, colour[3 * i + c]! * gain);
      const film = (v * (2.51 * v + 0.03)) / (v * (2.43 * v + 0.59) + 0.14);
      const tint = hash01(seed + c + 1, i * 3) - 0.5;
      out[3 * i + c] = clamp(Math.round(255 * Math.min(1, film) ** (1 / 2.2) + grain * 4 + tint * 4), 0, 255);
    }
  }
  return out;
}
