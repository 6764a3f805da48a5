import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "@/core/analysis/random";
import type { ImageRecord } from "../record";
import { additiveRecord, drawnWorth, mapOf } from "../testing/additive";
import { figureOf } from "./figure";
import { allFills, checkFigures } from "./fills";
import { methodFigures } from "./method";
import { firstPlacesOf, truthFigures } from "./truth";
import { withYardsticks } from "./yardsticks";

/** Sixty images of a network that adds up, with a method that knows it, one that says the opposite, and chance. */
const rng = seededRng(99);
const noise = () =>
  mapOf(
    Array.from({ length: 7 }, () => gaussian(rng)),
    [gaussian(rng), gaussian(rng)],
  );
const records: ImageRecord[] = Array.from({ length: 60 }, (_, i) =>
  additiveRecord({ ...drawnWorth(i + 1), other: 2 }, (target, rival) => {
    const negative = (v: readonly number[]) => v.map((x) => -x);
    return {
      ideal: { target: mapOf(target, [target[6]!, 0]), rival: mapOf(rival) },
      opposite: { target: mapOf(negative(target), [-target[6]!, 0]), rival: mapOf(negative(rival)) },
      random: { target: noise(), rival: noise() },
    };
  }),
).map(withYardsticks);
const of = (id: string) => methodFigures(records, { id, label: id });

describe("on a network that adds up", () => {
  it("the ideal method scores 1 on order, first part and contrast, and takes parts away in a good order", () => {
    const ideal = of("ideal");
    expect(ideal.rank.sum.drop).toMatchObject({ mean: 1, low: 1, high: 1, n: 60 });
    expect(ideal.rank.mean.drop!.mean).toBe(1);
    expect(ideal.rank.sum.tau!.mean).toBe(1);
    expect(ideal.rank.sum.shapley!.mean).toBe(1);
    expect(ideal.rank.sum.first!.mean).toBe(1);
    expect(ideal.meanLessSum!.mean).toBe(0);
    expect(ideal.funnyBirds.sum).toMatchObject({ correctness: 1, contrastivity: 1 });
    const { best, blind } = truthFigures(records).curve;
    expect(ideal.curve.sum.truth!.mean).toBeLessThanOrEqual(best!.mean);
    expect(ideal.curve.sum.truth!.mean).toBeGreaterThan(blind!.mean);
    expect(ideal.curve.sum.blur).toEqual(ideal.curve.sum.truth);
  });

  it("its opposite scores −1, and chance what chance gets", () => {
    expect(of("opposite").rank.sum.drop!.mean).toBe(-1);
    expect(of("opposite").funnyBirds.sum.correctness).toBe(0);
    const random = of("random");
    const blind = truthFigures(records).curve.blind!;
    expect(Math.abs(random.rank.sum.drop!.mean)).toBeLessThan(0.15);
    expect(random.rank.sum.drop!.low).toBeLessThan(0);
    expect(random.rank.sum.drop!.high).toBeGreaterThan(0);
    expect(Math.abs(random.rank.sum.first!.mean - 1 / 7)).toBeLessThan(0.12);
    expect(Math.abs(random.funnyBirds.sum.contrastivity - 0.5)).toBeLessThan(0.12);
    expect(Math.abs(random.curve.sum.truth!.mean - blind.mean)).toBeLessThan(0.05);
    expect(of("ideal").funnyBirds.sum.completeness).toBeGreaterThan(random.funnyBirds.sum.completeness + 0.1);
  });

  it("the yardsticks that know the answer are the ideal method", () => {
    for (const id of ["true-drop", "true-shapley"]) {
      expect(of(id).rank.sum).toEqual(of("ideal").rank.sum);
      expect(of(id).funnyBirds.sum).toEqual(of("ideal").funnyBirds.sum);
    }
  });

  it("a fill that is the truth agrees with it wholly, and the check then tells it", () => {
    for (const fill of allFills(records)) {
      expect([fill.rho!.mean, fill.tau!.mean, fill.first!.mean, fill.sign!.mean]).toEqual([1, 1, 1, 1]);
    }
    const check = checkFigures(records, "random", "sum", "blur");
    expect(check.agreement).toBe(1);
    expect(check.shown).toEqual(check.truth);
    expect(check.goodWherePassed!.mean).toBe(1);
    expect(check.goodWhereFailed!.mean).toBe(0);
  });

  it("the mean differs from the sum where parts differ in size", () => {
    const worth = { target: [1, 2, 3, 4, 5, 6, 7], rival: [0, 0, 0, 0, 0, 0, 0] };
    // Large parts are worth more, and relevance is exact; but per pixel the order is turned round.
    const sized = mapOf(worth.target, [7, 0]);
    const map = { ...sized, parts: sized.parts.map((p, k) => ({ ...p, n: 10 ** k })) };
    const record = additiveRecord(worth, () => ({ lrp: { target: map, rival: map } }));
    const found = methodFigures([record, record], { id: "lrp", label: "lrp" });
    expect(found.rank.sum.drop!.mean).toBe(1);
    expect(found.rank.mean.drop!.mean).toBe(-1);
    expect(found.meanLessSum!.mean).toBe(-2);
  });
});

it("figures leave out what is undefined and say how many are left", () => {
  expect(figureOf([1, null, 3, Number.NaN])).toMatchObject({ mean: 2, n: 2 });
  expect(figureOf([null])).toBeNull();
  expect(figureOf([0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5, n: 1 });
});

it("first places are counted part by part", () => {
  const { counts } = firstPlacesOf(records, "ideal", "ideal", "sum");
  expect(counts).toMatchObject({ "Left Eye": 60, Background: 0 });
});
