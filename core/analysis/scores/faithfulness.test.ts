import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partFaithfulness } from "./faithfulness";
import { chanceRho, spearman } from "./rank-correlation";

/** Slow and obvious: a value's midrank is counted by comparing with every other, then Pearson's formula to the letter. */
function slowSpearman(a: readonly number[], b: readonly number[]): number {
  const rank = (list: readonly number[]) =>
    list.map((v) => list.filter((w) => w < v).length + (list.filter((w) => w === v).length + 1) / 2);
  const mean = (list: readonly number[]) => list.reduce((s, v) => s + v, 0) / list.length;
  const [x, y] = [rank(a), rank(b)];
  const cov = mean(x.map((v, i) => (v - mean(x)) * (y[i]! - mean(y))));
  const sd = (list: readonly number[]) => Math.sqrt(mean(list.map((v) => (v - mean(list)) ** 2)));
  return cov / (sd(x) * sd(y));
}

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((p) =>
    Array.from({ length: n }, (_, at) => [...p.slice(0, at), n - 1, ...p.slice(at)]),
  );
}

/** Few different values, so that ties are the rule. */
const tied = fc.integer({ min: 0, max: 4 }).map((v) => v / 3);
const pairs = fc.array(fc.tuple(tied, fc.oneof(tied, fc.double({ min: -9, max: 9, noNaN: true }))), {
  minLength: 3,
  maxLength: 12,
});

describe("Spearman's ρ", () => {
  test("is that of the slow reference, with ties", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [a, b] = [list.map((p) => p[0]), list.map((p) => p[1])];
        const constant = new Set(a).size === 1 || new Set(b).size === 1;
        if (constant) expect(spearman(a, b)).toBeNull();
        else expect(spearman(a, b)).toBeCloseTo(slowSpearman(a, b), 12);
      }),
    );
  });

  test("does not change with any rising function, and turns with the order", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [a, b] = [list.map((p) => p[0]), list.map((p) => p[1])];
        const rho = spearman(a, b);
        expect(
          spearman(
            a.map((v) => Math.exp(v)),
            b,
          ),
        ).toBe(rho);
        if (rho !== null)
          expect(
            spearman(
              a.map((v) => -v),
              b,
            ),
          ).toBeCloseTo(-rho, 12);
      }),
    );
  });

  test("has the textbook value of one small table", () => {
    // 1 − 6·Σd²/(n(n²−1)) with d = 0, 1, −1, 0: 1 − 12/60
    expect(spearman([1, 2, 3, 4], [10, 30, 20, 40])).toBeCloseTo(0.8, 12);
  });
});

describe("what chance reaches", () => {
  test.each([2, 3, 4, 5, 6, 7])("%i parts: as counted over all orders", (n) => {
    const order = Array.from({ length: n }, (_, i) => i);
    const values = permutations(n).map((p) =>
      Math.abs(n < 3 ? (p[0] === 0 ? 1 : -1) : slowSpearman(order, p)),
    );
    const reachable = [...new Set(values.map((v) => Math.round(v * 1e6) / 1e6))];
    const rare = reachable.filter((r) => values.filter((v) => v >= r - 1e-5).length <= 0.05 * values.length);
    const found = chanceRho(n);
    if (rare.length === 0) expect(found).toBeNull();
    else expect(found).toBeCloseTo(Math.min(...rare), 5);
  });

  test("the published critical values, and a smooth passage to the approximation", () => {
    // Zar (1972), two-sided 0.05: 7 → 0.786, 8 → 0.738, 9 → 0.700, 10 → 0.648, 11 → 0.618
    expect([7, 8, 9, 10, 11].map((n) => Number(chanceRho(n)!.toFixed(3)))).toEqual([
      0.786, 0.738, 0.7, 0.648, 0.618,
    ]);
    expect(chanceRho(12)!).toBeLessThan(chanceRho(11)!);
    expect(chanceRho(12)!).toBeGreaterThan(0.55);
  });
});

describe("part faithfulness", () => {
  test("absent and excluded parts are left out, and are counted as such", () => {
    const found = partFaithfulness([0.6, null, 0.1, -1, null], [3, null, 4, -2, 9]);
    expect(found.parts).toBe(3);
    expect(found.rho).toBeCloseTo(slowSpearman([0.6, 0.1, -1], [3, 4, -2]), 12);
  });

  test("two parts are too few", () => {
    expect(partFaithfulness([0.5, 0.5], [1, 2])).toEqual({ rho: null, parts: 2 });
  });
});
