/** Value noise and friends: cheap, seedless functions of a point; callers shift the point to vary them. */

function lattice(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(z, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 13), 0x5bd1e995);
  h ^= h >>> 15;
  return (h & 0xffff) / 65535;
}

/** Smooth noise in [0, 1] with features of size 1. */
export function noise3(x: number, y: number, z: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  const fx = x - xi;
  const fy = y - yi;
  const fz = z - zi;
  const u = fx * fx * (3 - 2 * fx);
  const v = fy * fy * (3 - 2 * fy);
  const w = fz * fz * (3 - 2 * fz);
  const a = lattice(xi, yi, zi) * (1 - u) + lattice(xi + 1, yi, zi) * u;
  const b = lattice(xi, yi + 1, zi) * (1 - u) + lattice(xi + 1, yi + 1, zi) * u;
  const c = lattice(xi, yi, zi + 1) * (1 - u) + lattice(xi + 1, yi, zi + 1) * u;
  const d = lattice(xi, yi + 1, zi + 1) * (1 - u) + lattice(xi + 1, yi + 1, zi + 1) * u;
  return (a * (1 - v) + b * v) * (1 - w) + (c * (1 - v) + d * v) * w;
}

/** Fractal noise in [0, 1], `octaves` ≥ 1. */
export function fbm3(x: number, y: number, z: number, octaves: number): number {
  let sum = 0;
  let weight = 0.5;
  let total = 0;
  for (let o = 0; o < octaves; o++) {
    sum += weight * noise3(x, y, z);
    total += weight;
    weight *= 0.5;
    x = x * 2.03 + 17.1;
    y = y * 2.03 + 5.7;
    z = z * 2.03 + 9.2;
  }
  return sum / total;
}

/** Distance to the nearest of one jittered point per unit cell (Worley), about 0 … 1. */
export function cells3(x: number, y: number, z: number): number {
  const xi = Math.floor(x);
  const yi = Math.floor(y);
  const zi = Math.floor(z);
  let best = 9;
  for (let i = -1; i <= 1; i++) {
    for (let j = -1; j <= 1; j++) {
      for (let k = -1; k <= 1; k++) {
        const a = xi + i;
        const b = yi + j;
        const c = zi + k;
        const px = a + lattice(a, b, c) - x;
        const py = b + lattice(a + 31, b, c) - y;
        const pz = c + lattice(a, b + 57, c) - z;
        const d = px * px + py * py + pz * pz;
        if (d < best) best = d;
      }
    }
  }
  return Math.sqrt(best);
}

export function clamp(x: number, low: number, high: number): number {
  return x < low ? low : Math.min(x, high);
}

export function smoothstep(low: number, high: number, x: number): number {
  const t = clamp((x - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}

export function lerp(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
