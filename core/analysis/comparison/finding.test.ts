import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "../random";
import { inOneGo } from "../steps";
import { average } from "./bootstrap";
import { compareComposition } from "./composition";
import { findingSteps, highestMean, mostDifferent, partEffects } from "./finding-statistics";
import { normalCdf, normalQuantile } from "./normal";
import { hypergeometricTail, overlap, overlapWords } from "./overlap";
import { acceleration, partEffect, tallyDelta, tallyG, tallyOf } from "./part-effects";
import { cliffsDelta, hedgesG } from "./testing/effect-size";

const sample = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 14 });
const larger = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 3, maxLength: 14 });

describe("tallies", () => {
  it("give Cliff's δ and Hedges' g of the samples they count", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { tally } = tallyOf(a, b);
        expect(tallyDelta(tally)).toBeCloseTo(cliffsDelta(a, b)!, 12);
        const g = hedgesG(a, b);
        if (g === null) expect(tallyG(tally)).toBeNull();
        else expect(tallyG(tally)).toBeCloseTo(g, 10);
      }),
    );
  });

  it("give the acceleration of leaving out one image at a time", () => {
    fc.assert(
      fc.property(larger, larger, (a, b) => {
        const without = (of: number[], i: number) => of.filter((_, j) => j !== i);
        const whole = cliffsDelta(a, b)!;
        const influences = [
          ...a.map((_, i) => ((a.length - 1) * (whole - cliffsDelta(without(a, i), b)!)) / a.length),
          ...b.map((_, i) => ((b.length - 1) * (whole - cliffsDelta(a, without(b, i))!)) / b.length),
        ];
        const sum = (power: number) => influences.reduce((s, l) => s + l ** power, 0);
        const slow = sum(2) < 1e-18 ? null : sum(3) / (6 * sum(2) ** 1.5);
        const fast = acceleration(tallyOf(a, b).tally, tallyDelta, whole);
        if (slow !== null) expect(fast).toBeCloseTo(slow, 9);
      }),
    );
  });
});

describe("partEffect", () => {
  /** The BCa interval of Cliff's δ from whole resamples, sorted lists and the formulas of the book. */
  function slowInterval(a: number[], b: number[], resamples: number, seed: number) {
    const rng = seededRng(seed);
    const again = (of: number[]) => of.map(() => of[Math.floor(rng() * of.length)]!);
    const estimates: number[] = [];
    for (let k = 0; k < resamples; k++) {
      const first = again(a);
      estimates.push(cliffsDelta(first, again(b))!);
    }
    estimates.sort((x, y) => x - y);
    const whole = cliffsDelta(a, b)!;
    const share = average(estimates.map((e) => (e < whole ? 1 : e === whole ? 0.5 : 0)));
    const bias = normalQuantile(Math.min(Math.max(share, 1 / resamples), 1 - 1 / resamples));
    const skew = acceleration(tallyOf(a, b).tally, tallyDelta, whole);
    const end = (p: number) => {
      const z = bias + normalQuantile(p);
      const at = Math.floor(normalCdf(bias + z / (1 - skew * z)) * resamples);
      return estimates[Math.min(resamples - 1, Math.max(0, at))]!;
    };
    return { low: end(0.025), high: end(0.975) };
  }

  it("has the interval that resampling the lists themselves has", () => {
    const rng = seededRng(3);
    for (let k = 0; k < 6; k++) {
      const a = Array.from({ length: 12 + k }, () => gaussian(rng) + 0.3 * k);
      const b = Array.from({ length: 9 + 2 * k }, () => gaussian(rng));
      const fast = partEffect(a, b, { resamples: 400, seed: k }).deltaInterval!;
      const slow = slowInterval(a, b, 400, k);
      expect(fast.low).toBeCloseTo(slow.low, 10);
      expect(fast.high).toBeCloseTo(slow.high, 10);
    }
  });

  it("covers the true δ and g of two shifted normals in about 95 % of samples", () => {
    const rng = seededRng(8);
    const shift = 0.8;
    // P(X > Y) − P(X < Y) of normals a distance apart: 2 Φ(d/√2) − 1.
    const delta = 2 * normalCdf(shift / Math.SQRT2) - 1;
    let coveredDelta = 0;
    let coveredG = 0;
    const datasets = 300;
    for (let d = 0; d < datasets; d++) {
      const a = Array.from({ length: 30 }, () => gaussian(rng) + shift);
      const b = Array.from({ length: 40 }, () => gaussian(rng));
      const effect = partEffect(a, b, { resamples: 400, seed: d });
      const covers = (i: { low: number; high: number } | null, v: number) => i!.low <= v && v <= i!.high;
      if (covers(effect.deltaInterval, delta)) coveredDelta++;
      if (covers(effect.gInterval, shift)) coveredG++;
    }
    for (const covered of [coveredDelta, coveredG]) {
      expect(covered / datasets).toBeGreaterThan(0.9);
      expect(covered / datasets).toBeLessThan(0.99);
    }
  });

  it("turns round when the groups change places", () => {
    fc.assert(
      fc.property(larger, larger, (a, b) => {
        const [ab, ba] = [partEffect(a, b, { resamples: 0 }), partEffect(b, a, { resamples: 0 })];
        expect(ab.delta).toBeCloseTo(-ba.delta!, 12);
        if (ab.g !== null) expect(ab.g).toBeCloseTo(-ba.g!, 10);
      }),
    );
  });

  it("chance alone contains 95 % of what relabelled noise shows, and no true gap", () => {
    const rng = seededRng(5);
    let inside = 0;
    const datasets = 200;
    for (let d = 0; d < datasets; d++) {
      const noise = () => Array.from({ length: 25 }, () => gaussian(rng));
      const { delta, deltaByChance } = partEffect(noise(), noise(), { resamples: 300, seed: d });
      if (deltaByChance!.low <= delta! && delta! <= deltaByChance!.high) inside++;
    }
    expect(inside / datasets).toBeGreaterThan(0.9);
    expect(inside / datasets).toBeLessThan(0.99);
    const apart = partEffect([5, 6, 7, 8, 9, 10], [-5, -6, -7, -8, -9, -4], { resamples: 300 });
    expect(apart.delta).toBe(1);
    expect(apart.deltaByChance!.high).toBeLessThan(1);
  });

  it("says nothing it cannot know", () => {
    expect(partEffect([], [1, 2])).toMatchObject({ g: null, delta: null, deltaInterval: null });
    expect(partEffect([1], [2, 3])).toMatchObject({ delta: -1, deltaInterval: null });
    expect(partEffect([0.1, 0.1, 0.1], [0.1, 0.1]).g).toBeNull();
  });
});

describe("composition", () => {
  const counts = fc.array(fc.nat(9), { minLength: 2, maxLength: 5 });
  it("χ² equals Σ (observed − expected)² / expected", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const keyed = (of: number[]) => of.map((count, k) => ({ key: `c${k}`, count }));
        const found = compareComposition(keyed(a), keyed(b));
        const width = Math.max(a.length, b.length);
        const rows = [a, b].map((r) => Array.from({ length: width }, (_, k) => r[k] ?? 0));
        const totals = rows.map((r) => r.reduce((s, v) => s + v, 0));
        const n = totals[0]! + totals[1]!;
        let slow = 0;
        let columns = 0;
        for (let k = 0; k < width; k++) {
          const column = rows[0]![k]! + rows[1]![k]!;
          if (column === 0) continue;
          columns++;
          for (const i of [0, 1]) {
            const expected = (totals[i]! * column) / n;
            if (expected > 0) slow += (rows[i]![k]! - expected) ** 2 / expected;
          }
        }
        if (totals.includes(0) || columns < 2) expect(found).toBeNull();
        else {
          expect(found!.chiSquared).toBeCloseTo(slow, 8);
          expect(found!.cramersV).toBeCloseTo(Math.sqrt(slow / n), 8);
          expect(found!.freedom).toBe(columns - 1);
        }
      }),
    );
  });
  it("is 0 for groups composed alike and 1 for groups with nothing in common", () => {
    const of = (...n: number[]) => n.map((count, k) => ({ key: `${k}`, count }));
    expect(compareComposition(of(4, 8), of(1, 2))!.cramersV).toBeCloseTo(0, 9);
    expect(compareComposition(of(6, 0), of(0, 9))).toMatchObject({ cramersV: 1, freedom: 1, sparse: true });
    expect(compareComposition(of(60, 0), of(0, 90))!.sparse).toBe(false);
  });
});

describe("overlap", () => {
  const choose = (n: number, k: number): bigint => {
    let out = 1n;
    for (let i = 0; i < k; i++) out = (out * BigInt(n - i)) / BigInt(i + 1);
    return k < 0 || k > n ? 0n : out;
  };
  it("the hypergeometric tail equals exact counting of subsets", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40), (universe, m, d, k) => {
        const [marked, drawn] = [m % (universe + 1), d % (universe + 1)];
        let hits = 0n;
        for (let x = k; x <= marked; x++) hits += choose(marked, x) * choose(universe - marked, drawn - x);
        const exact = Number((hits * 10n ** 15n) / choose(universe, drawn)) / 1e15;
        expect(hypergeometricTail(k, marked, drawn, universe)).toBeCloseTo(exact, 10);
      }),
    );
  });
  it("says how much is shared, and how much independent groups would share", () => {
    expect(overlap(["a", "b"], ["b", "c"], 8)).toMatchObject({ shared: 1, jaccard: 1 / 3, expected: 0.5 });
    expect(overlap([], [], 0)).toEqual({ shared: 0, jaccard: 1, expected: 0, atLeast: 1 });
    expect(() => overlap(["a", "b"], ["c"], 2)).toThrow(/more than the 2/);
    expect(overlapWords(overlap(["a", "b"], ["b", "c"], 8))).toBe(
      "They share 1 image (Jaccard 0.33); independent groups of these sizes would share 0.5 on average, and as many or more in 46.4 % of cases.",
    );
    expect(overlapWords(overlap(["a"], ["b"], 4))).toMatch(/^They share no image; /);
  });
});

describe("the statistics of a finding", () => {
  const image = (imageId: string, topClass: string, scores: (number | null)[] | null) => ({
    imageId,
    groupId: topClass === "chair" ? "thing" : "cat",
    topClass,
    scores,
  });
  const a = [
    image("1", "tabby", [0.5, 0.1, null]),
    image("2", "tabby", [0.6, 0.2, null]),
    image("3", "lynx", [0.7, 0.0, 0.1]),
  ];
  const b = [
    image("3", "lynx", [0.7, 0.0, 0.1]),
    image("4", "chair", [-0.1, 0.1, null]),
    image("5", "chair", [-0.3, 0.2, 0.1]),
    image("6", "chair", null),
  ];
  const input = { groups: [a, b], weights: [10, 1, 1], universe: 9, resamples: 200, seed: 1 };

  it("weights means, not effects; compares classes; counts what is shared", () => {
    const s = inOneGo(findingSteps(input));
    expect(s.groups[0]!.parts[0]!.mean).toBeCloseTo(6, 12);
    expect(s.effects).toEqual(partEffects(a, b, 3, { resamples: 200, seed: 1 }));
    expect(s.effects![0]!.g).toBeCloseTo(hedgesG([0.5, 0.6, 0.7], [0.7, -0.1, -0.3])!, 10);
    expect(s.overlap).toMatchObject({ shared: 1, jaccard: 1 / 6 });
    expect(s.classes!.freedom).toBe(2);
    expect(s.classGroups!.freedom).toBe(1);
    expect(mostDifferent(s.effects!)).toBe(0);
    expect(JSON.parse(JSON.stringify(s))).toEqual(s);
  });
  it("of one group has nothing to compare, and of two empty ones nothing to say", () => {
    const one = inOneGo(findingSteps({ ...input, groups: [a] }));
    expect(one).toMatchObject({ effects: null, classes: null, overlap: null });
    expect(highestMean(one.groups[0]!)).toBe(0);
    const none = inOneGo(findingSteps({ ...input, groups: [[], []], universe: 0 }));
    expect(mostDifferent(none.effects!)).toBeNull();
    expect(highestMean(none.groups[0]!)).toBeNull();
  });
});
