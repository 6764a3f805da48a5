import { type CondensedTree, condense, leavesOf, mostStable } from "./condense";
import type { Distances } from "./distances";
import { mergeHierarchy } from "./hierarchy";
import { NOISE, relabelled } from "./labels";
import { coreDistances, spanningTree } from "./spanning-tree";

export interface HdbscanOptions {
  /** Fewest items of a cluster; at least 2. */
  minClusterSize: number;
  /** Neighbours that make a place dense, the item itself counted; `minClusterSize` where missing. */
  minSamples?: number;
  /**
   * Which level of the hierarchy: `excess-of-mass`, the most stable clusters (the default), or `leaf`, the smallest
   * there are: more, finer and purer, and more noise.
   */
  selection?: ClusterSelection;
}

export const CLUSTER_SELECTIONS = ["excess-of-mass", "leaf"] as const;
export type ClusterSelection = (typeof CLUSTER_SELECTIONS)[number];

export interface DensityClusters {
  /** Per item: its cluster, 0 … `count` − 1, or `NOISE`. Larger clusters have smaller numbers; equal ones by first item. */
  labels: Int32Array;
  count: number;
  /**
   * GLOSH per item, in 0…1 (Campello et al. 2015, Eq. 8): 1 − ε_max/ε, how much sparser the place of the item is than
   * the densest place of the cluster it was last in.
   */
  outlierScores: Float64Array;
}

/**
 * HDBSCAN* (Campello, Moulavi & Sander 2013): clusters as the most stable dense regions, whatever their number and
 * density; the rest is noise. Exact and deterministic; depends on the distances alone, not on the order of the items.
 * n² log n steps, n² memory. Throws a RangeError for a cluster size below 2.
 */
export function hdbscan(
  distances: Distances,
  { minClusterSize, minSamples = minClusterSize, selection = "excess-of-mass" }: HdbscanOptions,
): DensityClusters {
  if (
    !Number.isInteger(minClusterSize) ||
    minClusterSize < 2 ||
    !Number.isInteger(minSamples) ||
    minSamples < 1
  )
    throw new RangeError("A cluster needs at least 2 items, and a dense place at least 1 neighbour.");
  const { n } = distances;
  if (n < 2) return { labels: new Int32Array(n).fill(NOISE), count: 0, outlierScores: new Float64Array(n) };
  const tree = condense(
    mergeHierarchy(spanningTree(distances, coreDistances(distances, minSamples))),
    minClusterSize,
  );
  const chosen = selection === "leaf" ? leavesOf(tree.clusters) : mostStable(tree.clusters);
  return { ...labelled(tree, chosen), outlierScores: glosh(tree) };
}

function labelled(
  { clusters, lastCluster }: CondensedTree,
  chosen: ReadonlySet<number>,
): Pick<DensityClusters, "labels" | "count"> {
  const owner = clusters.map((_, c) => {
    let at: number | null = c;
    while (at !== null && !chosen.has(at)) at = clusters[at]!.parent;
    return at;
  });
  return relabelled(Array.from(lastCluster, (c) => owner[c] ?? null));
}

function glosh({ clusters, lastCluster, leaves }: CondensedTree): Float64Array {
  const densest = new Float64Array(clusters.length);
  lastCluster.forEach((c, i) => {
    densest[c] = Math.max(densest[c]!, leaves[i]!);
  });
  for (let c = clusters.length - 1; c > 0; c--) {
    const up = clusters[c]!.parent!;
    densest[up] = Math.max(densest[up]!, densest[c]!);
  }
  // Densities are 1/ε, so 1 − ε_max/ε is 1 − λ(item)/λ(densest).
  return Float64Array.from(leaves, (at, i) => 1 - at / densest[lastCluster[i]!]!);
}
