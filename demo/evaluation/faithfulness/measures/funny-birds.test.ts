import { describe, expect, it } from "vitest";
import { seededRng } from "@/core/analysis/random";
import { argmax, type ImageRecord } from "../record";
import { additiveRecord, drawnWorth, mapOf } from "../testing/additive";
import {
  backgroundIndependence,
  controlledSyntheticDataCheck,
  deletionCheck,
  distractibility,
  importantOnes,
  minimalSufficientSets,
  preservationCheck,
  THRESHOLDS,
  targetSensitivity,
} from "./funny-birds";

const ideal = (target: readonly number[], rival: readonly number[]): ImageRecord["maps"] => ({
  ideal: { target: mapOf(target, [target[6]!, 0]), rival: mapOf(rival) },
});
const zeros = new Array<number>(7).fill(0);

/** Two parts decide together: with either the class wins over the empty picture's. */
const either = additiveRecord({ target: [3, 3, 0, 0, 0, 0, 0], rival: zeros, other: 2 }, ideal);

describe("important parts", () => {
  it("hold more than the threshold of all positive importance", () => {
    expect(importantOnes([6, 3, 1, -5, 0], 0.25)).toEqual([0, 1]);
    expect(importantOnes([6, 3, 1, -5, 0], 0.05)).toEqual([0, 1, 2]);
    expect(importantOnes([-1, -2, 0], 0.01)).toEqual([]);
  });

  it("are asked for at the paper's eighty thresholds", () => {
    expect(THRESHOLDS).toHaveLength(80);
    expect([THRESHOLDS[0], THRESHOLDS[79]]).toEqual([0.01, 0.5]);
  });
});

describe("sufficient sets", () => {
  it("are the smallest with which the decision stands", () => {
    expect(minimalSufficientSets(either)).toEqual([0b01, 0b10]);
    const both = additiveRecord({ target: [3, 3, 1, 0, 0, 0, 0], rival: zeros, other: 5 }, ideal);
    expect(minimalSufficientSets(both)).toEqual([0b11]);
  });

  it("are those that trying every set and every subset of it finds", () => {
    for (let seed = 1; seed <= 12; seed++) {
      const record = additiveRecord({ ...drawnWorth(seed), other: 3 }, ideal);
      const decision = argmax(record.without[0]!);
      const holds = (kept: number) => argmax(record.without[127 & ~kept]!) === decision;
      const slow = [];
      for (let set = 0; set < 128; set++) {
        let minimal = holds(set);
        for (let sub = 0; sub < set; sub++) if ((sub & set) === sub && holds(sub)) minimal = false;
        if (minimal) slow.push(set);
      }
      expect(minimalSufficientSets(record).sort((a, b) => a - b)).toEqual(slow);
    }
  });

  it("are compared with what is called important; an empty one compares with nothing", () => {
    expect(controlledSyntheticDataCheck([0b011, 0b100], [0, 5])).toBe(0.5);
    expect(controlledSyntheticDataCheck([0b011, 0b100], [2])).toBe(1);
    expect(controlledSyntheticDataCheck([0], [2])).toBeNull();
  });
});

describe("keeping and deleting", () => {
  it("tell whether the important parts make the decision", () => {
    expect(preservationCheck(either, [0])).toBe(1);
    expect(preservationCheck(either, [4])).toBe(0);
    expect(deletionCheck(either, [0])).toBe(0);
    expect(deletionCheck(either, [0, 1])).toBe(1);
  });
});

describe("distractibility", () => {
  it("is 1 for importances that are the truth, and falls with every irrelevant region called important", () => {
    const record = additiveRecord({ target: [3, 3, 0, 0, 0, 0, 2], rival: zeros }, ideal);
    expect(distractibility(record, record.maps.ideal!.target, "sum")!(0.1)).toBe(1);
    // Irrelevant are parts 2 to 5 and the backdrop; here part 2 and the backdrop are praised.
    const fooled = mapOf([3, 3, 3, 0, 0, 0, 2], [2, 3]);
    expect(distractibility(record, fooled, "sum")!(0.1)).toBeCloseTo(1 - 2 / 5);
  });

  it("knows no irrelevant region where all matter", () => {
    const record = additiveRecord({ target: [3, 3, 3, 3, 3, 3, 3], rival: zeros }, ideal);
    const all = { ...record, scenery: record.scenery.slice(0, 1) };
    expect(distractibility(all, record.maps.ideal!.target, "sum")).toBeNull();
  });
});

it("background independence is the share of things around the cat that can go", () => {
  const depends = additiveRecord({ target: [3, 0, 0, 0, 0, 0, 2], rival: zeros }, ideal);
  expect(backgroundIndependence(depends)).toBe(0.5);
  expect(backgroundIndependence(either)).toBe(1);
  expect(backgroundIndependence({ ...either, scenery: [] })).toBeNull();
});

describe("target sensitivity", () => {
  const record = additiveRecord({ target: [4, 0, 1, 1, 1, 1, 1], rival: [0, 3, 1, 1, 1, 1, 1] }, ideal);

  it("is 1 for the truth, 0 for the opposite and for scores that do not tell classes apart", () => {
    const { without } = record;
    expect(without[0]).toEqual([9, 8, -1]);
    const [target, rival] = [
      [4, 0, 1, 1, 1, 1, 1],
      [0, 3, 1, 1, 1, 1, 1],
    ];
    expect(targetSensitivity(record, { target: target!, rival: rival! })).toBe(1);
    expect(targetSensitivity(record, { target: rival!, rival: target! })).toBe(0);
    expect(targetSensitivity(record, { target: target!, rival: target! })).toBe(0);
  });

  it("is undefined where no part favours the rival", () => {
    const sided = additiveRecord({ target: [4, 1, 1, 1, 1, 1, 1], rival: zeros }, ideal);
    expect(targetSensitivity(sided, { target: zeros, rival: zeros })).toBeNull();
  });

  it("is one half by chance", () => {
    const rng = seededRng(3);
    const draw = () => Array.from({ length: 7 }, () => rng() - 0.5);
    const values = Array.from(
      { length: 2000 },
      () => targetSensitivity(record, { target: draw(), rival: draw() })!,
    );
    expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});
