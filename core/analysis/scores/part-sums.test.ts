import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_PART, partSums } from "./part-sums";

/** Straight from the definition: one part at a time, filter then add. */
function slow(relevance: readonly number[], labels: readonly number[], partCount: number) {
  return Array.from({ length: partCount }, (_, k) => {
    const own = relevance.filter((_, i) => labels[i] === k);
    const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
    return {
      n: own.length,
      sum: total(own),
      positive: total(own.map((r) => Math.max(r, 0))),
      negative: total(own.map((r) => Math.min(r, 0))),
    };
  });
}

const pixel = fc.tuple(
  fc.float({ min: -100, max: 100, noNaN: true }),
  fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(NO_PART)),
);

describe("partSums", () => {
  it("equals the slow definition", () => {
    fc.assert(
      fc.property(fc.array(pixel, { maxLength: 200 }), (pixels) => {
        const relevance = Float32Array.from(pixels.map(([r]) => r));
        const labels = Uint8Array.from(pixels.map(([, l]) => l));
        const fast = partSums(relevance, labels, 5);
        const expected = slow([...relevance], [...labels], 5);
        for (let k = 0; k < 5; k++) {
          expect(fast[k]!.n).toBe(expected[k]!.n);
          for (const key of ["sum", "positive", "negative"] as const)
            expect(fast[k]![key]).toBeCloseTo(expected[k]![key], 8);
        }
      }),
    );
  });

  it("loses no relevance: parts and unlabelled pixels add up to the map", () => {
    const relevance = Float32Array.of(1, -2, 3, 5);
    const labels = Uint8Array.of(0, 1, 0, NO_PART);
    const sums = partSums(relevance, labels, 2);
    expect(sums.reduce((a, s) => a + s.sum, 0) + 5).toBe(7);
    expect(sums[1]).toEqual({ n: 1, sum: -2, positive: 0, negative: -2 });
  });

  it("refuses maps of different sizes", () => {
    expect(() => partSums(new Float32Array(4), new Uint8Array(5), 2)).toThrow(/model's frame/);
  });
});
