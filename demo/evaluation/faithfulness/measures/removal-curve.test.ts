import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latticeOf } from "../testing/additive";
import { areaBounds, areaOf, areaOverCurve, probability } from "./removal-curve";

const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) =>
        permutations(items.filter((i) => i !== first)).map((rest) => [first, ...rest]),
      );

describe("part removal", () => {
  it("has probabilities that sum to one and do not overflow", () => {
    const logits = [1000, 1001, 999];
    expect([0, 1, 2].reduce((sum, k) => sum + probability(logits, k), 0)).toBeCloseTo(1);
    expect(probability([0, 0], 1)).toBeCloseTo(0.5);
  });

  it("finds the best and the blind order's area as trying all orders does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (v) => {
          const visible = [1, 2, 4, 6];
          const lattice: Record<number, number[]> = {};
          for (let s = 0; s < 16; s++) {
            lattice[visible.reduce((m, part, i) => (s & (1 << i) ? m | (1 << part) : m), 0)] = [v[s]!, 0];
          }
          const areas = permutations(visible).map((order) => areaOverCurve(lattice, 0, order));
          const { best, blind } = areaBounds(lattice, 0, visible);
          expect(best).toBeCloseTo(Math.max(...areas), 9);
          expect(blind).toBeCloseTo(areas.reduce((sum, a) => sum + a, 0) / areas.length, 9);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("is best, where the network adds up, in the order of the parts' worth", () => {
    const target = [3, -1, 0.5, 2, 0.1, 1, -2];
    const lattice = latticeOf({ target, rival: target.map(() => 0) });
    const visible = target.map((_, k) => k);
    const { best, blind } = areaBounds(lattice, 0, visible);
    expect(areaOf(lattice, 0, visible, target)).toBeCloseTo(best, 9);
    const opposite = areaOf(
      lattice,
      0,
      visible,
      target.map((w) => -w),
    );
    expect(opposite).toBeLessThan(blind);
    expect(best).toBeGreaterThan(blind);
  });
});
