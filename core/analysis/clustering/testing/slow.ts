import type { Distances } from "../distances";
import type { ClusterSelection } from "../hdbscan";

/** Straight from the definitions, with sets of items and no tree: for tests. */

interface SlowCluster {
  items: number[];
  birth: number;
  children: SlowCluster[];
  /** Item → density at which it leaves. */
  leaves: Map<number, number>;
}

/** HDBSCAN* by taking the graph apart, one distance after the other, the largest first. */
export function slowHdbscan(
  { n, data }: Distances,
  size: number,
  samples: number,
  selection: ClusterSelection,
) {
  const items = Array.from({ length: n }, (_, i) => i);
  const core = items.map(
    (i) => items.map((j) => data[i * n + j]!).sort((a, b) => a - b)[Math.min(samples, n) - 1]!,
  );
  const reach = (i: number, j: number) => Math.max(core[i]!, core[j]!, data[i * n + j]!);
  const heights = [...new Set(items.flatMap((i) => items.filter((j) => j < i).map((j) => reach(i, j))))].sort(
    (a, b) => b - a,
  );
  const density = (height: number) => 1 / Math.max(height, 1e-9);

  const pieces = (of: readonly number[], below: number): number[][] => {
    const left = new Set(of);
    const out: number[][] = [];
    for (const first of of) {
      if (!left.delete(first)) continue;
      const piece = [first];
      for (const i of piece)
        for (const j of [...left])
          if (reach(i, j) < below) {
            left.delete(j);
            piece.push(j);
          }
      out.push(piece);
    }
    return out;
  };

  const grow = (from: number[], birth: number, at: number): SlowCluster => {
    const cluster: SlowCluster = { items: from, birth, children: [], leaves: new Map() };
    let now = from;
    for (let h = at; h < heights.length; h++) {
      const parts = pieces(now, heights[h]!);
      if (parts.length === 1) continue;
      const large = parts.filter((p) => p.length >= size);
      const d = density(heights[h]!);
      for (const p of parts)
        if (large.length !== 1 || p !== large[0]) for (const i of p) cluster.leaves.set(i, d);
      if (large.length !== 1) {
        cluster.children = large.map((p) => grow(p, d, h + 1));
        return cluster;
      }
      now = large[0]!;
    }
    return cluster;
  };

  const root = grow(items, 0, 0);
  const stability = (c: SlowCluster) => [...c.leaves.values()].reduce((sum, d) => sum + d - c.birth, 0);
  const best = (c: SlowCluster): { total: number; chosen: SlowCluster[] } => {
    const below = c.children.map(best);
    const total = below.reduce((sum, b) => sum + b.total, 0);
    const own = stability(c);
    const takeBelow = c.children.length > 0 && (c === root || selection === "leaf" || total > own);
    if (takeBelow) return { total, chosen: below.flatMap((b) => b.chosen) };
    return { total: own, chosen: c === root ? [] : [c] };
  };
  const labels = items.map(() => -1);
  best(root).chosen.forEach((c, label) => {
    for (const i of c.items) labels[i] = label;
  });

  const outlierScores = items.map(() => 0);
  const judge = (c: SlowCluster): number => {
    const densest = Math.max(...c.leaves.values(), ...c.children.map(judge));
    for (const [i, d] of c.leaves)
      if (!c.children.some((child) => child.items.includes(i))) outlierScores[i] = 1 - d / densest;
    return densest;
  };
  judge(root);
  return { labels, outlierScores };
}

export function slowLoss({ n, data }: Distances, medoids: readonly number[]): number {
  let loss = 0;
  for (let i = 0; i < n; i++) loss += Math.min(...medoids.map((m) => data[i * n + m]!));
  return loss;
}

/** Rousseeuw's s(i), one item at a time; null for noise. */
export function slowSilhouette({ n, data }: Distances, labels: readonly number[]): (number | null)[] {
  const to = (i: number, label: number) =>
    labels.flatMap((l, j) => (l === label && j !== i ? [data[i * n + j]!] : []));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return labels.map((own, i) => {
    if (own < 0) return null;
    const mine = to(i, own);
    if (mine.length === 0) return 0;
    const a = mean(mine);
    const b = Math.min(...[...new Set(labels)].filter((l) => l >= 0 && l !== own).map((l) => mean(to(i, l))));
    if (a === b) return 0;
    return a < b ? 1 - a / b : b / a - 1;
  });
}
