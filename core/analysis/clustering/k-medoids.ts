import type { Distances } from "./distances";
import { relabelled } from "./labels";

export interface MedoidClusters {
  /** Per item: its cluster, 0…k − 1; larger clusters have smaller numbers. */
  labels: Int32Array;
  count: number;
  /** Items that stand for the clusters, by label. */
  medoids: number[];
  /** Σ of the items' distances to their medoids. */
  loss: number;
}

/**
 * k-medoids: k items such that the sum of distances to the nearest of them is least, as far as exchanging one of them
 * can lower it. Starts with BUILD (Kaufman & Rousseeuw 1987) and exchanges as FasterPAM does (Schubert & Rousseeuw
 * 2021, Algorithm 3); draws no random numbers. Throws a RangeError unless 2 ≤ k ≤ n.
 */
export function kMedoids(distances: Distances, k: number): MedoidClusters {
  const { n, data } = distances;
  if (!Number.isInteger(k) || k < 2 || k > n)
    throw new RangeError(`${n} items make 2 to ${n} clusters, not ${k}.`);
  const medoids = build(distances, k);
  const near = nearestTwo(distances, medoids);
  let sinceSwap = 0;
  for (let candidate = 0; sinceSwap < n; candidate = (candidate + 1) % n, sinceSwap++) {
    if (medoids.includes(candidate)) continue;
    const { out, change } = bestExchange(distances, near, k, candidate);
    // Below rounding a change is none, and could go round in circles.
    if (change >= -1e-12 * n) continue;
    medoids[out] = candidate;
    Object.assign(near, nearestTwo(distances, medoids));
    sinceSwap = 0;
  }
  const { labels, count } = relabelled(Array.from(near.first));
  const ordered = new Array<number>(count);
  let loss = 0;
  for (let i = 0; i < n; i++) {
    ordered[labels[i]!] = medoids[near.first[i]!]!;
    loss += data[i * n + ordered[labels[i]!]!]!;
  }
  return { labels, count, medoids: ordered, loss };
}

/** Each item's nearest medoid and the distances to the nearest and the second nearest. */
interface Near {
  first: Int32Array;
  d1: Float64Array;
  d2: Float64Array;
}

function nearestTwo({ n, data }: Distances, medoids: readonly number[]): Near {
  const near = { first: new Int32Array(n), d1: new Float64Array(n), d2: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    let [first, d1, d2] = [0, Infinity, Infinity];
    for (let m = 0; m < medoids.length; m++) {
      // A medoid is its own, also where another lies at the same place.
      const d = medoids[m] === i ? -1 : data[i * n + medoids[m]!]!;
      if (d < d1) [first, d1, d2] = [m, d, d1];
      else if (d < d2) d2 = d;
    }
    near.first[i] = first;
    near.d1[i] = Math.max(0, d1);
    near.d2[i] = d2;
  }
  return near;
}

/** The medoid whose exchange for the candidate lowers the loss most, for all medoids in one pass over the items. */
function bestExchange({ n, data }: Distances, near: Near, k: number, candidate: number) {
  const perMedoid = new Float64Array(k);
  let shared = 0;
  for (let i = 0; i < n; i++) {
    const d = data[candidate * n + i]!;
    const m = near.first[i]!;
    const [d1, d2] = [near.d1[i]!, near.d2[i]!];
    if (d < d1) shared += d - d1;
    else perMedoid[m]! += Math.min(d, d2) - d1;
  }
  let out = 0;
  for (let m = 1; m < k; m++) if (perMedoid[m]! < perMedoid[out]!) out = m;
  return { out, change: perMedoid[out]! + shared };
}

/** Greedy start: the most central item, then again and again the one that lowers the loss most. */
function build({ n, data }: Distances, k: number): number[] {
  const medoids: number[] = [];
  const nearest = new Float64Array(n).fill(Infinity);
  while (medoids.length < k) {
    let best = -1;
    let least = Infinity;
    for (let c = 0; c < n; c++) {
      if (medoids.includes(c)) continue;
      let loss = 0;
      for (let i = 0; i < n; i++) loss += Math.min(nearest[i]!, data[c * n + i]!);
      if (loss < least) [best, least] = [c, loss];
    }
    medoids.push(best);
    for (let i = 0; i < n; i++) nearest[i] = Math.min(nearest[i]!, data[best * n + i]!);
  }
  return medoids;
}
