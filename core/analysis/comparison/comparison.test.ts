import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "../random";
import { average, bcaMeanInterval } from "./bootstrap";
import { normalCdf, normalQuantile } from "./normal";
import { selectionStatistics, topContributor } from "./selection-statistics";
import { cliffsDelta, hedgesG } from "./testing/effect-size";

describe("normal distribution", () => {
  it("Φ equals the integral of the density", () => {
    for (const z of [-3.5, -2, -1.3, -0.2, 0, 0.7, 1.96, 2.5, 4]) {
      let integral = 0;
      const steps = 20_000;
      for (let i = 0; i < steps; i++) {
        const x = -10 + ((z + 10) * (i + 0.5)) / steps;
        integral += (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * ((z + 10) / steps);
      }
      expect(normalCdf(z)).toBeCloseTo(integral, 7);
    }
  });
  it("Φ⁻¹ undoes Φ", () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
    for (const p of [0.001, 0.2, 0.5, 0.77, 0.999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 10);
  });
});

describe("bcaMeanInterval", () => {
  it("covers the true mean in about 95 % of samples, skewed ones too", () => {
    const rng = seededRng(4);
    let covered = 0;
    const datasets = 400;
    for (let d = 0; d < datasets; d++) {
      const values = Array.from({ length: 40 }, () => Math.exp(0.6 * gaussian(rng)));
      const interval = bcaMeanInterval(values, { resamples: 600, seed: d })!;
      const truth = Math.exp(0.18);
      if (interval.low <= truth && truth <= interval.high) covered++;
    }
    expect(covered / datasets).toBeGreaterThan(0.9);
    expect(covered / datasets).toBeLessThan(0.985);
  });
  it("is the same twice, contains the mean, and says nothing about one value", () => {
    const values = [0.1, 0.5, -0.2, 0.3];
    const a = bcaMeanInterval(values)!;
    expect(bcaMeanInterval(values)).toEqual(a);
    expect(a.low).toBeLessThan(average(values));
    expect(a.high).toBeGreaterThan(average(values));
    expect(bcaMeanInterval([1])).toBeNull();
    expect(bcaMeanInterval(values, { resamples: 0 })).toBeNull();
    expect(bcaMeanInterval([2, 2, 2])).toEqual({ low: 2, high: 2 });
  });
});

describe("effect sizes", () => {
  const sample = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 12 });
  it("Cliff's δ equals counting all pairs", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        let net = 0;
        for (const x of a) for (const y of b) net += Math.sign(x - y);
        expect(cliffsDelta(a, b)).toBeCloseTo(net / (a.length * b.length), 12);
      }),
    );
  });
  it("Hedges' g: a worked example, its sign, and no answer without spread", () => {
    // Means 3 and 5, both variances 2.5, ν = 8: −2/√2.5 · (1 − 3/31).
    expect(hedgesG([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])).toBeCloseTo((-2 / Math.sqrt(2.5)) * (28 / 31), 12);
    expect(hedgesG([1, 1], [2, 2])).toBeNull();
    expect(hedgesG([1], [2, 3])).toBeNull();
  });
});

describe("selectionStatistics", () => {
  const image = (imageId: string, groupId: string, topClass: string, scores: (number | null)[] | null) => ({
    imageId,
    groupId,
    topClass,
    scores,
  });
  const images = [
    image("a", "cat", "tabby", [0.4, -0.2, null]),
    image("b", "cat", "lynx", [0.2, 0.6, 0.1]),
    image("c", "other", "pumpkin", null),
    image("d", "cat", "tabby", [0.3, -0.4, 0.5]),
  ];

  it("averages weighted scores over the images that have the part", () => {
    const s = selectionStatistics(images, [10, 1, 1], { resamples: 200 });
    expect(s).toMatchObject({ images: 4, scored: 3 });
    expect(s.parts[0]!.mean).toBeCloseTo(3, 12);
    expect(s.parts[1]!.mean).toBeCloseTo(0, 12);
    expect(s.parts[2]).toMatchObject({ n: 2 });
    expect(s.parts[2]!.mean).toBeCloseTo(0.3, 12);
  });
  it("counts classes, groups and top contributors", () => {
    const s = selectionStatistics(images, [1, 1, 1], { resamples: 10 });
    expect(s.classes[0]).toEqual({ key: "tabby", count: 2 });
    expect(s.groups).toEqual([
      { key: "cat", count: 3 },
      { key: "other", count: 1 },
    ]);
    expect(s.topContributors).toEqual([1, 1, 1]);
    expect(topContributor([null, null], [1, 1])).toBeNull();
  });
  it("an empty selection has no means, and breaks nothing", () => {
    expect(selectionStatistics([], [1]).parts[0]).toEqual({ mean: null, interval: null, n: 0 });
  });
});
