import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreRows, weightedUnitRows } from "./matrix";
import { effectiveInfluence, pairIndex, squaredDistances, weightedCosine } from "./similarity";

/** Eq. 6 term by term. */
function equation6(h: readonly number[], m: readonly number[], w: readonly number[]): number {
  const sum = (f: (k: number) => number) => w.reduce((t, _, k) => t + f(k), 0);
  const below = sum((k) => (h[k]! * w[k]!) ** 2) * sum((k) => (m[k]! * w[k]!) ** 2);
  return below === 0 ? 0 : sum((k) => h[k]! * w[k]! * (m[k]! * w[k]!)) / Math.sqrt(below);
}

const score = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 1000);
const vector = fc.array(score, { minLength: 4, maxLength: 4 });
const weights = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 4, maxLength: 4 });

describe("weighted cosine", () => {
  it("equals Eq. 6", () => {
    fc.assert(
      fc.property(vector, vector, weights, (a, b, w) => {
        expect(weightedCosine(a, b, w)).toBeCloseTo(equation6(a, b, w), 9);
      }),
    );
  });
  it("squared distance of weighted unit rows is 2 − 2δ, for zero vectors too", () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 2, maxLength: 6 }), weights, (vs, w) => {
        const d = squaredDistances(weightedUnitRows(scoreRows(vs, 4), w));
        for (let i = 0; i < vs.length; i++)
          for (let j = i + 1; j < vs.length; j++)
            expect(d[pairIndex(vs.length, i, j)]).toBeCloseTo(2 - 2 * equation6(vs[i]!, vs[j]!, w), 9);
      }),
    );
  });
  it("an absent part counts as 0", () => {
    expect(weightedCosine([1, null], [1, 0], [1, 1])).toBe(1);
    expect([...scoreRows([[0.5, null]], 3).data]).toEqual([0.5, 0, 0]);
  });
});

describe("weightedUnitRows", () => {
  it("rows have length 1, or are marked zero", () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1, maxLength: 5 }), weights, (vs, w) => {
        const rows = weightedUnitRows(scoreRows(vs, 4), w);
        for (let i = 0; i < rows.n; i++) {
          const length = Math.hypot(...rows.data.subarray(i * 4, i * 4 + 4));
          expect(length).toBeCloseTo(rows.zero[i] ? 0 : 1, 9);
        }
      }),
    );
  });
  it("refuses negative weights", () => {
    expect(() => weightedUnitRows(scoreRows([[1]], 1), [-1])).toThrow(/at least 0/);
  });
});

describe("effectiveInfluence", () => {
  it("a weight of 10 against 1 on equal scores is 100 to 1", () => {
    const rows = weightedUnitRows(scoreRows([[0.3, 0.3]], 2), [10, 1]);
    const [ten, one] = effectiveInfluence(rows, [10, 1]);
    expect(ten!.factor).toBe(100);
    expect(ten!.share / one!.share).toBeCloseTo(100, 9);
    expect(ten!.share + one!.share).toBeCloseTo(1, 12);
  });
});
