import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descending, kendall } from "./rank";

describe("Kendall's τ-b", () => {
  it("is (P − Q) / √((P + Q + X₀)(P + Q + Y₀)), pairs counted one kind at a time", () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 2,
      maxLength: 9,
    });
    fc.assert(
      fc.property(values, (pairs) => {
        let [concordant, discordant, onlyX, onlyY] = [0, 0, 0, 0];
        for (const [i, [x, y]] of pairs.entries()) {
          for (const [u, v] of pairs.slice(0, i)) {
            if (x === u && y === v) continue;
            if (x === u) onlyX++;
            else if (y === v) onlyY++;
            else if (x > u === y > v) concordant++;
            else discordant++;
          }
        }
        const found = kendall(
          pairs.map(([x]) => x),
          pairs.map(([, y]) => y),
        );
        const strict = concordant + discordant;
        const denominator = Math.sqrt((strict + onlyY) * (strict + onlyX));
        if (denominator === 0) expect(found).toBeNull();
        else expect(found).toBeCloseTo((concordant - discordant) / denominator, 9);
      }),
    );
  });

  it("is 1 for one order and −1 for its opposite", () => {
    expect(kendall([1, 2, 3, 4], [2, 3, 10, 11])).toBe(1);
    expect(kendall([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
  });
});

it("orders from the highest down, equal ones as they stand", () => {
  expect(descending([1, 3, 3, -2, 5])).toEqual([4, 1, 2, 0, 3]);
});
