import type { Edge } from "./spanning-tree";

/** A set of items that hang together at `height` and in no smaller set; a leaf is one item at height 0. */
export interface Merge {
  height: number;
  size: number;
  /** Indices of nodes; items are nodes 0…n − 1. Two or more, as all that meet at one height meet at once. */
  children: number[];
}

/**
 * The single-linkage hierarchy of a spanning tree whose edges come shortest first. Edges of one length are taken
 * together, so the hierarchy depends on the distances alone and not on the order of the items. Node n + i is
 * `merges[i]`; the last one is the root. Needs at least two items.
 */
export function mergeHierarchy(edges: readonly Edge[]): Merge[] {
  const n = edges.length + 1;
  const merges: Merge[] = [];
  const parent = Int32Array.from({ length: n }, (_, i) => i);
  const nodeOf = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    for (let at = i; parent[at] !== root; ) {
      const up = parent[at]!;
      parent[at] = root;
      at = up;
    }
    return root;
  };
  const sizeOf = (node: number) => (node < n ? 1 : merges[node - n]!.size);

  for (let first = 0; first < edges.length; ) {
    const { length } = edges[first]!;
    const met = new Map<number, number[]>();
    let last = first;
    for (; last < edges.length && edges[last]!.length === length; last++) {
      const [a, b] = [find(edges[last]!.a), find(edges[last]!.b)];
      const nodes = [...(met.get(a) ?? [nodeOf[a]!]), ...(met.get(b) ?? [nodeOf[b]!])];
      parent[b] = a;
      met.delete(b);
      met.set(a, nodes);
    }
    for (const [root, children] of met) {
      nodeOf[root] = n + merges.length;
      merges.push({ height: length, size: children.reduce((sum, c) => sum + sizeOf(c), 0), children });
    }
    first = last;
  }
  return merges;
}
