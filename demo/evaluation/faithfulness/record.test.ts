import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drops, influences, shapleyValues } from "./record";
import { latticeOf } from "./testing/additive";

/** Mean gain over all orders in which the parts can enter. */
function slowShapley(visible: readonly number[], value: (present: ReadonlySet<number>) => number): number[] {
  const orders = (items: readonly number[]): number[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((first) => orders(items.filter((i) => i !== first)).map((rest) => [first, ...rest]));
  const all = orders(visible);
  return visible.map((part) => {
    const gains = all.map((order) => {
      const before = new Set(order.slice(0, order.indexOf(part)));
      return value(new Set([...before, part])) - value(before);
    });
    return gains.reduce((sum, g) => sum + g, 0) / gains.length;
  });
}

describe("the truth of an image", () => {
  it("is each part's worth where the network adds up, for drops and Shapley values alike", () => {
    const worth = { target: [3, -1, 0.5, 2, 0, 1, -2], rival: [0, 0, 0, 0, 0, 0, 0] };
    const record = { visible: [0, 1, 2, 3, 4, 5, 6] };
    const lattice = latticeOf(worth);
    const [dropped, shapley] = [drops(record, lattice, 0), shapleyValues(record, lattice, 0)];
    for (const [k, w] of worth.target.entries()) {
      expect(dropped[k]).toBeCloseTo(w);
      expect(shapley[k]).toBeCloseTo(w);
    }
  });

  it("has Shapley values equal to the mean gain over all orders, in any game, hidden parts left out", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 16, maxLength: 16 }),
        (v) => {
          const visible = [0, 2, 3, 6];
          const lattice: Record<number, number[]> = {};
          for (let s = 0; s < 16; s++) {
            const mask = visible.reduce((m, part, i) => (s & (1 << i) ? m | (1 << part) : m), 0);
            lattice[mask] = [v[s]!];
          }
          const value = (present: ReadonlySet<number>) =>
            lattice[visible.reduce((m, part) => (present.has(part) ? m : m | (1 << part)), 0)]![0]!;
          const found = shapleyValues({ visible }, lattice, 0);
          for (const [k, s] of slowShapley(visible, value).entries()) expect(found[k]).toBeCloseTo(s, 9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("counts a fall of 5 % as influence, and a rise never", () => {
    expect(influences(10, 9.5)).toBe(true);
    expect(influences(10, 9.6)).toBe(false);
    expect(influences(-10, -10.4)).toBe(false);
    expect(influences(-10, -10.5)).toBe(true);
    expect(influences(10, 12)).toBe(false);
  });
});
