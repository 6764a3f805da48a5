/** Φ(z), by the series and continued fraction of the incomplete gamma function; absolute error below 1e-12. */
export function normalCdf(z: number): number {
  const x = (z * z) / 2;
  const tail = x < 2 ? 0.5 - 0.5 * lowerHalf(x) : 0.5 * upperHalf(x);
  return z >= 0 ? 1 - tail : tail;
}

/** P(½, x) = erf(√x), by its power series. */
function lowerHalf(x: number): number {
  if (x === 0) return 0;
  let term = 2 * Math.sqrt(x / Math.PI);
  let sum = term;
  for (let n = 1; n < 200 && term > sum * 1e-16; n++) {
    term *= x / (n + 0.5);
    sum += term;
  }
  return sum * Math.exp(-x);
}

/** Q(½, x) = erfc(√x), by its continued fraction from the tail. */
function upperHalf(x: number): number {
  let fraction = 0;
  for (let n = 120; n >= 1; n--) fraction = (n * (n - 0.5)) / (x + 2 * n + 0.5 - fraction);
  return Math.sqrt(x / Math.PI) * Math.exp(-x) * (1 / (x + 0.5 - fraction));
}

/** Φ⁻¹(p) for 0 < p < 1, by bisection on Φ; ±∞ at the ends. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  let [low, high] = [-40, 40];
  for (let step = 0; step < 70; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
