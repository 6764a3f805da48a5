import { pairIndex } from "../vectors/similarity";

export interface NeighbourQuality {
  /** 1 where map neighbours are true neighbours (Venna & Kaski 2001), 0 at worst. */
  trustworthiness: number;
  /** 1 where true neighbours stay neighbours on the map. */
  continuity: number;
  /** Trustworthiness of each point alone: low where its map neighbours are not its true neighbours. */
  pointTrust: number[];
  /** Neighbours looked at. */
  k: number;
}

/**
 * How well the map `y` (n×2) keeps the neighbourhoods of the condensed squared distances, over `k` neighbours
 * (less for small maps: the measure needs k < n/2). Equal distances rank by index. Cost n²·k.
 */
export function neighbourQuality(squared: Float64Array, y: Float64Array, k = 12): NeighbourQuality {
  const n = y.length / 2;
  const used = Math.min(k, Math.floor((n - 1) / 2));
  if (used < 1) return { trustworthiness: 1, continuity: 1, pointTrust: new Array(n).fill(1), k: 0 };
  const high = new Float64Array(n);
  const low = new Float64Array(n);
  const worst = (used * (2 * n - 3 * used - 1)) / 2;
  const pointTrust: number[] = [];
  let continuity = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      high[j] = i === j ? 0 : squared[pairIndex(n, Math.min(i, j), Math.max(i, j))]!;
      low[j] = (y[2 * i]! - y[2 * j]!) ** 2 + (y[2 * i + 1]! - y[2 * j + 1]!) ** 2;
    }
    pointTrust.push(1 - intrusion(low, high, i, used) / worst);
    continuity += (1 - intrusion(high, low, i, used) / worst) / n;
  }
  return { trustworthiness: pointTrust.reduce((a, b) => a + b / n, 0), continuity, pointTrust, k: used };
}

/** Σ (rank in `by` − k) over the k nearest of `i` by `near` that are not among its k nearest by `by`. */
function intrusion(near: Float64Array, by: Float64Array, i: number, k: number): number {
  let sum = 0;
  for (const j of nearest(near, i, k)) sum += Math.max(0, rank(by, i, j) - k);
  return sum;
}

/** Indices of the k smallest entries but `i`, by insertion into a short sorted list. */
export function nearest(distances: Float64Array, i: number, k: number): number[] {
  const found: number[] = [];
  for (let j = 0; j < distances.length; j++) {
    if (j === i) continue;
    const last = found.length < k ? Infinity : distances[found[k - 1]!]!;
    if (found.length >= k && distances[j]! >= last) continue;
    let at = found.length;
    while (at > 0 && distances[found[at - 1]!]! > distances[j]!) at--;
    found.splice(at, 0, j);
    if (found.length > k) found.pop();
  }
  return found;
}

/** 1 for the nearest of `i`, 2 for the next …; equal distances in order of index. */
function rank(distances: Float64Array, i: number, j: number): number {
  const d = distances[j]!;
  let before = 1;
  for (let m = 0; m < distances.length; m++) {
    if (m === i || m === j) continue;
    if (distances[m]! < d || (distances[m]! === d && m < j)) before++;
  }
  return before;
}
