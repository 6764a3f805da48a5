import type { Distances } from "./distances";

export interface Edge {
  a: number;
  b: number;
  /** Mutual reachability distance of the two. */
  length: number;
}

/**
 * Distance of each item to its `minSamples`-th nearest, itself counted as the first (Campello et al. 2013, Def. 1).
 * Small collections: to the farthest there is.
 */
export function coreDistances({ n, data }: Distances, minSamples: number): Float64Array {
  const at = Math.min(minSamples, n) - 1;
  return Float64Array.from({ length: n }, (_, i) => data.slice(i * n, (i + 1) * n).sort()[at]!);
}

/**
 * A minimum spanning tree of the mutual reachability graph, max(core(a), core(b), d(a, b)) (Campello et al. 2013,
 * Defs. 3 and 4), by Prim's algorithm on the whole matrix: n² steps. Shortest edges first; n − 1 of them.
 */
export function spanningTree(distances: Distances, core: Float64Array): Edge[] {
  const { n, data } = distances;
  const reach = new Float64Array(n).fill(Infinity);
  const from = new Int32Array(n);
  const done = new Uint8Array(n);
  const edges: Edge[] = [];
  let at = 0;
  for (let step = 1; step < n; step++) {
    done[at] = 1;
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (done[j]) continue;
      const d = Math.max(core[at]!, core[j]!, data[at * n + j]!);
      if (d < reach[j]!) {
        reach[j] = d;
        from[j] = at;
      }
      if (next < 0 || reach[j]! < reach[next]!) next = j;
    }
    edges.push({ a: from[next]!, b: next, length: reach[next]! });
    at = next;
  }
  return edges.sort((x, y) => x.length - y.length);
}
