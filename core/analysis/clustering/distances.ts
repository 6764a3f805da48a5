import type { UnitRows } from "../vectors/matrix";

/** Distances of all pairs: symmetric, `n`×`n`, row-major, with zeros on the diagonal. */
export interface Distances {
  n: number;
  data: Float64Array;
}

/**
 * Weighted cosine distances 1 − δ (δ of Eq. 6), in 0…2: what the map arranges images by. Rows must not be zero
 * (`pickRows` leaves those out): a zero vector is like nothing, and belongs to no cluster.
 */
export function cosineDistances({ data, n, k }: UnitRows): Distances {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let dot = 0;
      for (let c = 0; c < k; c++) dot += data[i * k + c]! * data[j * k + c]!;
      // Rounded: equal vectors must be at distance 0 and not at 1e-16, or ties would be broken by noise.
      const d = Math.max(0, Math.round((1 - dot) * 1e12) / 1e12);
      out[i * n + j] = d;
      out[j * n + i] = d;
    }
  }
  return { n, data: out };
}
