/** Ranks from 1; equal values share the mean of their places (midranks). */
function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

/**
 * Spearman's rank correlation, in −1…1: Pearson's of the midranks, which is also right with ties. Null where there are fewer
 * than three pairs (two always give ±1) or one side is constant.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  if (a.length !== b.length) throw new RangeError(`${a.length} values cannot be paired with ${b.length}.`);
  if (a.length < 3) return null;
  const mean = (a.length + 1) / 2;
  const [ra, rb] = [midranks(a), midranks(b)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < ra.length; i++) {
    const [x, y] = [ra[i]! - mean, rb[i]! - mean];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? null : Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)));
}

/** Up to here the distribution is counted; beyond, the normal approximation is good to the second digit. */
const MAX_COUNTED = 11;

/**
 * How many of the n! orders have each value of Σ d², index by Σ d² (the rank differences of two orders without ties). Counted
 * over subsets: the first `|S|` places taken by the ranks in S.
 */
function squaredDifferenceCounts(n: number): Float64Array {
  const most = (n * (n * n - 1)) / 3;
  const bySet: (Float64Array | null)[] = new Array(2 ** n).fill(null);
  bySet[0] = Float64Array.of(1);
  for (let set = 0; set < 2 ** n - 1; set++) {
    const counts = bySet[set]!;
    let place = 0;
    for (let s = set; s > 0; s &= s - 1) place++;
    for (let rank = 0; rank < n; rank++) {
      if (set & (1 << rank)) continue;
      const d2 = (rank - place) ** 2;
      const next = set | (1 << rank);
      const into = bySet[next] ?? new Float64Array(most + 1);
      bySet[next] = into;
      for (let v = 0; v < counts.length && v + d2 <= most; v++) if (counts[v]) into[v + d2]! += counts[v]!;
    }
    bySet[set] = null;
  }
  return bySet[2 ** n - 1]!;
}

const known = new Map<number, number | null>();

/**
 * The smallest |ρ| that a random order of n parts reaches in at most one case of twenty: what is below cannot be told from
 * chance. Exact (all orders counted) up to eleven parts without ties, by ρ ≈ N(0, 1/(n − 1)) beyond. Null where even ±1 comes
 * more often (n < 5).
 */
export function chanceRho(n: number): number | null {
  const before = known.get(n);
  if (before !== undefined) return before;
  const found = n < 2 ? null : n > MAX_COUNTED ? 1.96 / Math.sqrt(n - 1) : counted(n);
  known.set(n, found);
  return found;
}

function counted(n: number): number | null {
  const counts = squaredDifferenceCounts(n);
  const all = counts.reduce((sum, c) => sum + c, 0);
  const most = counts.length - 1;
  let reached: number | null = null;
  // Symmetric about Σ d² = most / 2: both ends count.
  for (let d2 = 0, tail = 0; 2 * d2 < most; d2++) {
    tail += 2 * counts[d2]!;
    if (tail > 0.05 * all) break;
    if (counts[d2]! > 0) reached = 1 - (2 * d2) / most;
  }
  return reached;
}
