import type { Count } from "./selection-statistics";

/** How differently two groups are composed of categories. No p-value: see `inference`. */
export interface Composition {
  /** Pearson's χ² of the 2 × C table of counts. */
  chiSquared: number;
  /** C − 1, C the categories that occur. */
  freedom: number;
  /** Cramér's V (1946), 0 (composed alike) … 1 (nothing in common). */
  cramersV: number;
  /** Whether a fifth of the cells or more expect fewer than five, where χ² is known to be rough. */
  sparse: boolean;
}

/** χ² and Cramér's V of two groups' counts; null when a group is empty or there is but one category. */
export function compareComposition(first: readonly Count[], second: readonly Count[]): Composition | null {
  const categories = [...new Set([...first, ...second].filter((c) => c.count > 0).map((c) => c.key))];
  const row = (counts: readonly Count[]) =>
    categories.map((key) => counts.reduce((sum, c) => sum + (c.key === key ? c.count : 0), 0));
  const [a, b] = [row(first), row(second)];
  const [na, nb] = [sum(a), sum(b)];
  if (na === 0 || nb === 0 || categories.length < 2) return null;
  const n = na + nb;
  // χ² = n (Σ O² / (R C) − 1), without the expected counts themselves.
  let ratio = 0;
  let small = 0;
  categories.forEach((_, k) => {
    const column = a[k]! + b[k]!;
    ratio += a[k]! ** 2 / (na * column) + b[k]! ** 2 / (nb * column);
    small += Number((na * column) / n < 5) + Number((nb * column) / n < 5);
  });
  const chiSquared = Math.max(0, n * (ratio - 1));
  return {
    chiSquared,
    freedom: categories.length - 1,
    cramersV: Math.min(1, Math.sqrt(chiSquared / n)),
    sparse: small / (2 * categories.length) >= 0.2,
  };
}

/** “Cramér’s V 0.42 (χ² = 12.3, 4 df)”. */
export function compositionWords({ chiSquared, freedom, cramersV, sparse }: Composition): string {
  const rough = sparse ? "; many small counts, so rough" : "";
  return `Cramér’s V ${cramersV.toFixed(2)} (χ² = ${chiSquared.toFixed(1)}, ${freedom} df${rough})`;
}

const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0);
