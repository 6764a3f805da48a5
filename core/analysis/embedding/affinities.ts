import { pairIndex } from "../vectors/similarity";

/**
 * Symmetric affinities of t-SNE (van der Maaten & Hinton 2008, Eqs. 1 and before 10): for every point a Gaussian whose
 * width gives the wanted perplexity, then p_ij = (p_j|i + p_i|j) / 2n. Condensed upper triangle; Σ over all
 * ordered pairs is 1, so the entries here add up to ½.
 */
export function affinities(squared: Float64Array, n: number, perplexity: number): Float64Array {
  const p = new Float64Array(squared.length);
  const row = new Float64Array(n);
  const wanted = Math.log(usablePerplexity(perplexity, n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) row[j] = j === i ? 0 : squared[pairIndex(n, Math.min(i, j), Math.max(i, j))]!;
    conditional(row, i, wanted);
    for (let j = 0; j < n; j++) {
      if (j !== i) p[pairIndex(n, Math.min(i, j), Math.max(i, j))]! += row[j]! / (2 * n);
    }
  }
  return p;
}

/** A perplexity `n` points can have: at most a third of the others, and above 1. */
export function usablePerplexity(perplexity: number, n: number): number {
  return Math.max(1.1, Math.min(perplexity, (n - 1) / 3));
}

/** Replaces squared distances by p_j|i with entropy `wanted` (nats), by bisection on β = 1 / 2σ². */
function conditional(row: Float64Array, i: number, wanted: number): void {
  let nearest = Infinity;
  let mean = 0;
  for (let j = 0; j < row.length; j++) {
    if (j === i) continue;
    nearest = Math.min(nearest, row[j]!);
    mean += row[j]! / (row.length - 1);
  }
  // Distances relative to the nearest leave p unchanged and keep exp() away from underflow.
  const spread = mean - nearest;
  let beta = spread > 0 ? 1 / spread : 1;
  let low = 0;
  let high = Infinity;
  let sum = 1;
  for (let step = 0; step < 100; step++) {
    sum = 0;
    let weighted = 0;
    for (let j = 0; j < row.length; j++) {
      if (j === i) continue;
      const d = row[j]! - nearest;
      const e = Math.exp(-d * beta);
      sum += e;
      weighted += d * e;
    }
    const excess = Math.log(sum) + (beta * weighted) / sum - wanted;
    if (Math.abs(excess) < 1e-7) break;
    if (excess > 0) {
      low = beta;
      beta = high === Infinity ? beta * 2 : (beta + high) / 2;
    } else {
      high = beta;
      beta = (beta + low) / 2;
    }
  }
  for (let j = 0; j < row.length; j++) row[j] = j === i ? 0 : Math.exp(-(row[j]! - nearest) * beta) / sum;
}
