/** A source of uniform numbers in [0, 1). Seeded ones make every figure reproducible. */
export type Rng = () => number;

/**
 * A small deterministic generator: a 32-bit counter (Weyl sequence) through an integer mixing function.
 * For starts, jitter and bootstrap resamples; not for secrets.
 */
export function seededRng(seed: number): Rng {
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let x = counter;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return ((x ^ (x >>> 16)) >>> 0) / 0x1_0000_0000;
  };
}

/** A standard normal number (Box–Muller). */
export function gaussian(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng()));
  return radius * Math.cos(2 * Math.PI * rng());
}
