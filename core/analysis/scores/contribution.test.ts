import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { balance } from "./balance";
import {
  AGGREGATIONS,
  type Aggregation,
  contributionScores,
  NORMALISATIONS,
  type Normalisation,
} from "./contribution";
import type { PartSums } from "./part-sums";

/** The definitions of the scores, written out part by part and with no sharing between rules. */
function slow(
  sums: readonly PartSums[],
  rule: Normalisation,
  aggregation: Aggregation,
  include: readonly boolean[],
) {
  const visible = [...sums.keys()].filter((k) => include[k] && sums[k]!.n > 0);
  const area = (k: number) => (aggregation === "mean" ? sums[k]!.n : 1);
  const whole = (k: number) => sums[k]!.sum / area(k);
  const plus = (k: number) => sums[k]!.positive / area(k);
  const minus = (k: number) => sums[k]!.negative / area(k);
  const over = (f: (k: number) => number) => visible.reduce((t, k) => t + f(k), 0);
  const share = (value: number, of: number) => (of === 0 ? 0 : value / of);
  return sums.map((_, k) => {
    if (!visible.includes(k)) return null;
    if (rule === "per-sign")
      return whole(k) >= 0
        ? share(plus(k), over(plus))
        : -share(
            Math.abs(minus(k)),
            over((j) => Math.abs(minus(j))),
          );
    const gross = over((j) => Math.abs(whole(j)));
    if (rule === "absolute") return share(whole(k), gross);
    const net = over(whole);
    return net === 0 || Math.abs(net) < 1e-6 * gross ? null : whole(k) / net;
  });
}

// Denormal relevances would test the rounding of doubles, not the rules.
const plain = (v: number) => (Math.abs(v) < 1e-9 ? 0 : v);
const part = fc
  .tuple(
    fc.integer({ min: 0, max: 400 }),
    fc.double({ min: 0, max: 50, noNaN: true }).map(plain),
    fc.double({ min: -50, max: 0, noNaN: true }).map(plain),
  )
  .map(
    ([n, positive, negative]): PartSums =>
      n === 0
        ? { n: 0, sum: 0, positive: 0, negative: 0 }
        : { n, sum: positive + negative, positive, negative },
  );
const image = fc.array(fc.tuple(part, fc.boolean()), { minLength: 1, maxLength: 9 });
const one = (n: number, positive: number, negative: number): PartSums => ({
  n,
  sum: positive + negative,
  positive,
  negative,
});
const sumOf = (values: readonly (number | null)[]) => values.reduce<number>((t, v) => t + (v ?? 0), 0);

describe("contributionScores", () => {
  const units = NORMALISATIONS.flatMap((n) => AGGREGATIONS.map((a) => [n, a] as const));
  it.each(units)("equals the slow definition (%s, %s)", (normalisation, aggregation) => {
    fc.assert(
      fc.property(image, (parts) => {
        const sums = parts.map(([s]) => s);
        const include = parts.map(([, i]) => i);
        const fast = contributionScores(sums, { normalisation, aggregation, include }).scores;
        slow(sums, normalisation, aggregation, include).forEach((expected, k) => {
          if (expected === null) expect(fast[k]).toBeNull();
          else
            expect(Math.abs(fast[k]! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
        });
      }),
    );
  });

  it("per-sign: shown positives sum to at most 1, shown negatives to at least −1; P and Q to 1 or 0", () => {
    fc.assert(
      fc.property(image, (parts) => {
        const { scores, positive, negative } = contributionScores(
          parts.map(([s]) => s),
          { normalisation: "per-sign", include: parts.map(([, i]) => i) },
        );
        expect(sumOf(scores.map((s) => Math.max(s ?? 0, 0)))).toBeLessThanOrEqual(1 + 1e-9);
        expect(sumOf(scores.map((s) => Math.min(s ?? 0, 0)))).toBeGreaterThanOrEqual(-1 - 1e-9);
        for (const whole of [sumOf(positive), sumOf(negative)])
          expect(Math.min(Math.abs(whole), Math.abs(whole - 1))).toBeLessThan(1e-9);
      }),
    );
  });

  it("ratio sums to 1 and absolute's magnitudes sum to 1", () => {
    const sums = [one(10, 5, -1), one(3, 0, -2), one(100, 9, 0)];
    expect(sumOf(contributionScores(sums, { normalisation: "ratio" }).scores)).toBeCloseTo(1, 12);
    const magnitudes = contributionScores(sums, { normalisation: "absolute" }).scores.map((s) =>
      Math.abs(s!),
    );
    expect(sumOf(magnitudes)).toBeCloseTo(1, 12);
  });

  it("is the same for a map in other units (scale invariance)", () => {
    fc.assert(
      fc.property(image, fc.double({ min: 0.01, max: 100, noNaN: true }), (parts, c) => {
        const sums = parts.map(([s]) => s);
        const scaled = sums.map((s) => ({
          ...s,
          sum: s.sum * c,
          positive: s.positive * c,
          negative: s.negative * c,
        }));
        const [a, b] = [sums, scaled].map((s) => contributionScores(s, { normalisation: "absolute" }).scores);
        a!.forEach((v, k) => {
          if (v !== null) expect(b![k]).toBeCloseTo(v, 6);
        });
      }),
    );
  });

  it("a part with no pixel is absent, not 0, and changes nobody else's score", () => {
    const present = [one(4, 3, 0), one(4, 1, 0)];
    const withAbsent = [...present, one(0, 0, 0)];
    const result = contributionScores(withAbsent, { normalisation: "per-sign" });
    expect(result.scores).toEqual([0.75, 0.25, null]);
    expect(result.status).toEqual(["scored", "scored", "absent"]);
    expect(result.positive[2]).toBeNull();
  });

  it("an excluded part enters no sum", () => {
    const result = contributionScores([one(1, 3, 0), one(1, 97, 0)], {
      normalisation: "per-sign",
      include: [true, false],
    });
    expect(result.scores).toEqual([1, null]);
    expect(result.status[1]).toBe("excluded");
  });

  it("under ratio an image whose relevances cancel has no score, and says so; under the others it has", () => {
    const sums = [one(1, 1, 0), one(1, 0, -1)];
    const ratio = contributionScores(sums, { normalisation: "ratio" });
    expect(ratio.defined).toBe(false);
    expect(ratio.status).toEqual(["undefined", "undefined"]);
    expect(ratio.scores).toEqual([null, null]);
    expect(contributionScores(sums, { normalisation: "per-sign" }).scores).toEqual([1, -1]);
    expect(contributionScores(sums, { normalisation: "absolute" }).scores).toEqual([0.5, -0.5]);
  });

  it("region size does not matter under the mean (Eq. 4, the default), and is all that tells these two apart under the sum", () => {
    const sums = [one(1, 2, 0), one(1000, 2000, 0)];
    const scores = (aggregation?: Aggregation) =>
      contributionScores(sums, { normalisation: "per-sign", aggregation }).scores;
    expect(scores()).toEqual([0.5, 0.5]);
    expect(scores("mean")).toEqual([0.5, 0.5]);
    expect(scores("sum")).toEqual([2 / 2002, 2000 / 2002]);
  });

  it("under the sum, splitting a part in two splits its score and leaves the others alone", () => {
    fc.assert(
      fc.property(part, part, part, (a, b, other) => {
        fc.pre(a.n > 0 && b.n > 0 && other.n > 0);
        const joined = {
          n: a.n + b.n,
          sum: a.sum + b.sum,
          positive: a.positive + b.positive,
          negative: a.negative + b.negative,
        };
        const of = (sums: PartSums[]) =>
          contributionScores(sums, { normalisation: "ratio", aggregation: "sum" });
        const whole = of([joined, other]);
        const split = of([a, b, other]);
        fc.pre(whole.defined && split.defined);
        const close = (x: number, y: number) =>
          expect(Math.abs(x - y)).toBeLessThan(1e-9 * Math.max(1, Math.abs(x), Math.abs(y)));
        close(split.scores[0]! + split.scores[1]!, whole.scores[0]!);
        close(split.scores[2]!, whole.scores[1]!);
      }),
    );
  });

  it("nothing visible: undefined, without a division by zero", () => {
    for (const normalisation of NORMALISATIONS) {
      const result = contributionScores([one(0, 0, 0)], { normalisation });
      expect(result).toMatchObject({ scores: [null], defined: false });
    }
  });
});

describe("balance", () => {
  it("is 1 when all parts agree, 0 when they cancel, null when there is nothing", () => {
    expect(balance([one(2, 4, 0), one(1, 3, 0)])).toBe(1);
    expect(balance([one(1, 1, 0), one(1, 0, -1)])).toBe(0);
    expect(balance([one(0, 0, 0)])).toBeNull();
    expect(balance([one(1, 0, 0)])).toBeNull();
  });
  it("is of the sums where the sum is what is looked at", () => {
    const sums = [one(10, 10, 0), one(1, 0, -1)];
    expect(balance(sums)).toBe(0);
    expect(balance(sums, { aggregation: "sum" })).toBeCloseTo(9 / 11, 12);
  });
  it("ignores excluded parts", () => {
    expect(balance([one(1, 1, 0), one(1, 0, -1)], { include: [true, false] })).toBe(1);
  });
});
