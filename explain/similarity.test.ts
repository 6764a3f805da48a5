import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalArray } from "./random";
import { ranks, spearman, ssim } from "./similarity";

const values = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 12 });

describe("A3 rank correlation", () => {
  it("ranks by counting what is smaller and what is equal", () => {
    fc.assert(
      fc.property(values, (list) => {
        const slow = list.map(
          (v) => list.filter((w) => w < v).length + (list.filter((w) => w === v).length + 1) / 2,
        );
        expect([...ranks(list)]).toEqual(slow);
      }),
    );
  });

  it("is 1 − 6 Σ d² / (n (n² − 1)) without ties", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 3, maxLength: 20 }), (list) => {
        const other = list.map((v, i) => Math.sin(v + i));
        fc.pre(new Set(other).size === list.length);
        const [a, b] = [ranks(list), ranks(other)];
        const n = list.length;
        const squares = a.reduce((sum, r, i) => sum + (r - b[i]!) ** 2, 0);
        expect(spearman(list, other)).toBeCloseTo(1 - (6 * squares) / (n * (n * n - 1)), 9);
      }),
    );
  });

  it("is 1 for the same order, −1 for the opposite, and nothing for a constant", () => {
    expect(spearman([1, 5, 9], [2, 3, 400])).toBeCloseTo(1);
    expect(spearman([1, 5, 9], [3, 2, 1])).toBeCloseTo(-1);
    expect(spearman([1, 5, 9], [2, 2, 2])).toBeNull();
    expect(() => spearman([1], [1, 2])).toThrow(RangeError);
  });
});

/** Window by window, from the definition. */
function slowSsim(a: Float32Array, b: Float32Array, height: number, width: number): number {
  const scaled = (m: Float32Array) => {
    const top = Math.max(...[...m].map(Math.abs));
    return [...m].map((v) => v / top);
  };
  const [x, y] = [scaled(a), scaled(b)];
  const kernel: { dx: number; dy: number; g: number }[] = [];
  for (let dy = -5; dy <= 5; dy++)
    for (let dx = -5; dx <= 5; dx++) kernel.push({ dx, dy, g: Math.exp(-(dx * dx + dy * dy) / 4.5) });
  const all = kernel.reduce((sum, k) => sum + k.g, 0);
  const scores: number[] = [];
  for (let cy = 5; cy < height - 5; cy++) {
    for (let cx = 5; cx < width - 5; cx++) {
      const mean = (f: (i: number) => number) =>
        kernel.reduce((sum, { dx, dy, g }) => sum + (g / all) * f((cy + dy) * width + cx + dx), 0);
      const [mx, my] = [mean((i) => x[i]!), mean((i) => y[i]!)];
      const vx = mean((i) => (x[i]! - mx) ** 2);
      const vy = mean((i) => (y[i]! - my) ** 2);
      const cov = mean((i) => (x[i]! - mx) * (y[i]! - my));
      scores.push(
        ((2 * mx * my + 0.0004) * (2 * cov + 0.0036)) / ((mx * mx + my * my + 0.0004) * (vx + vy + 0.0036)),
      );
    }
  }
  return scores.reduce((s, v) => s + v, 0) / scores.length;
}

describe("A3 structural similarity", () => {
  it("is that of the definition", () => {
    const [a, b] = [normalArray(14 * 17, 1), normalArray(14 * 17, 2)];
    const near = a.map((v, i) => v + 0.3 * b[i]!);
    expect(ssim(a, b, 14, 17)).toBeCloseTo(slowSsim(a, b, 14, 17), 9);
    expect(ssim(a, near, 14, 17)).toBeCloseTo(slowSsim(a, near, 14, 17), 9);
  });

  it("is 1 for a map and its multiple, near 0 for unrelated maps, and symmetric", () => {
    const [a, b] = [normalArray(400, 1), normalArray(400, 2)];
    expect(
      ssim(
        a,
        a.map((v) => 7 * v),
        20,
        20,
      ),
    ).toBeCloseTo(1, 6);
    expect(ssim(a, b, 20, 20)).toBeCloseTo(ssim(b, a, 20, 20), 12);
    expect(Math.abs(ssim(a, b, 20, 20))).toBeLessThan(0.2);
  });

  it("refuses maps that do not fit", () => {
    expect(() => ssim(new Float32Array(100), new Float32Array(100), 10, 10)).toThrow(/11 × 11/);
    expect(() => ssim(new Float32Array(400), new Float32Array(399), 20, 20)).toThrow(RangeError);
  });
});
