import type { Merge } from "./hierarchy";

/** A cluster of the condensed hierarchy: it lives from where it splits off to where it falls apart. */
export interface Condensed {
  parent: number | null;
  children: number[];
  /** Density 1/height at which it appears; 0 for the root. */
  birth: number;
  /** Σ over its items of (density at which the item leaves − birth) (Campello et al. 2013, Eq. 3). */
  stability: number;
}

export interface CondensedTree {
  /** Parents before their children; the root is the first. */
  clusters: Condensed[];
  /** Per item: the last cluster it is in, … */
  lastCluster: Int32Array;
  /** … and the density at which it leaves it. */
  leaves: Float64Array;
}

/** Items at distance 0 would be infinitely dense; distances are in 0…2 and mean nothing below this. */
const LEAST_HEIGHT = 1e-9;

const density = (height: number) => 1 / Math.max(height, LEAST_HEIGHT);

/**
 * Keeps of the hierarchy only splits into two or more sets of at least `minClusterSize`: whatever smaller sets break
 * off have left their cluster.
 */
export function condense(merges: readonly Merge[], minClusterSize: number): CondensedTree {
  const n = merges.at(-1)!.size;
  const sizeOf = (node: number) => (node < n ? 1 : merges[node - n]!.size);
  const clusters: Condensed[] = [{ parent: null, children: [], birth: 0, stability: 0 }];
  const lastCluster = new Int32Array(n);
  const leaves = new Float64Array(n);

  const fallOut = (node: number, cluster: number, at: number) => {
    const stack = [node];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top >= n) stack.push(...merges[top - n]!.children);
      else {
        lastCluster[top] = cluster;
        leaves[top] = at;
      }
    }
    clusters[cluster]!.stability += sizeOf(node) * (at - clusters[cluster]!.birth);
  };

  const stack = [{ node: n + merges.length - 1, cluster: 0 }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, cluster } = top;
    const { height, children } = merges[node - n]!;
    const at = density(height);
    const large = children.filter((c) => sizeOf(c) >= minClusterSize);
    for (const child of children) {
      if (!large.includes(child)) fallOut(child, cluster, at);
      else if (large.length === 1) stack.push({ node: child, cluster });
      else {
        const own = clusters[cluster]!;
        own.stability += sizeOf(child) * (at - own.birth);
        own.children.push(clusters.length);
        stack.push({ node: child, cluster: clusters.length });
        clusters.push({ parent: cluster, children: [], birth: at, stability: 0 });
      }
    }
  }
  return { clusters, lastCluster, leaves };
}

/**
 * The clusters of greatest total stability of which none contains another (Campello et al. 2013, Eq. 5: excess of
 * mass). The root is everything, and never chosen.
 */
export function mostStable(clusters: readonly Condensed[]): Set<number> {
  const best = clusters.map((c) => c.stability);
  const chosen = new Set<number>();
  for (let c = clusters.length - 1; c > 0; c--) {
    const below = clusters[c]!.children.reduce((sum, child) => sum + best[child]!, 0);
    if (below > clusters[c]!.stability) best[c] = below;
    else chosen.add(c);
  }
  // Of nested choices the outer one counts.
  for (let c = 1; c < clusters.length; c++) {
    for (let up = clusters[c]!.parent; up; up = clusters[up]!.parent) if (chosen.has(up)) chosen.delete(c);
  }
  return chosen;
}

/** The clusters that contain no other; the root is never one. */
export function leavesOf(clusters: readonly Condensed[]): Set<number> {
  return new Set(clusters.flatMap((c, i) => (i > 0 && c.children.length === 0 ? [i] : [])));
}
