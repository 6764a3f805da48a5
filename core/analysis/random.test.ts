import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "./random";

describe("seededRng", () => {
  it("repeats itself for a seed and differs between seeds", () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRng(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });
  it("is uniform: ten bins of 100,000 draws differ by less than 5 % from their share", () => {
    const rng = seededRng(1);
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) bins[Math.floor(rng() * 10)]! += 1;
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
  it("gaussian has mean 0 and variance 1", () => {
    const rng = seededRng(2);
    const draws = Array.from({ length: 50_000 }, () => gaussian(rng));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length).toBeCloseTo(1, 1);
  });
});
