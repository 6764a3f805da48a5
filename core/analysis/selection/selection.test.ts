import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxPolygon, insidePolygon, lassoMembers, type MapPoint } from "./lasso";
import { passesRule, type RuleSubject, ruleMembers, type SelectionRule } from "./rule";
import { combine, jaccard } from "./sets";

describe("ranges of the checks", () => {
  const subject = (balance: number | null, faithfulness?: number | null): RuleSubject => ({
    imageId: "a",
    groupId: "cat",
    classIndex: 1,
    scores: [0.5],
    quality: { balance, ...(faithfulness === undefined ? {} : { faithfulness }) },
  });
  const rule: SelectionRule = {
    normalisation: "per-sign",
    ranges: [],
    quality: [
      { measure: "balance", min: 0.1, max: 1 },
      { measure: "faithfulness", min: 0, max: 1 },
    ],
  };
  it("both ends pass; what could not be measured does not", () => {
    expect(passesRule(rule, subject(0.1, 0), [])).toBe(true);
    expect(passesRule(rule, subject(0.09, 0.9), [])).toBe(false);
    expect(passesRule(rule, subject(0.5, -0.01), [])).toBe(false);
    expect(passesRule(rule, subject(0.5, null), [])).toBe(false);
    expect(passesRule(rule, subject(0.5), [])).toBe(false);
    expect(passesRule({ ...rule, quality: [] }, subject(null), [])).toBe(true);
  });
});

describe("lasso", () => {
  /** Winding angle: ±2π around an inside point, 0 around an outside one. */
  function slowInside([x, y]: MapPoint, polygon: readonly MapPoint[]): boolean {
    let angle = 0;
    polygon.forEach(([ax, ay], i) => {
      const [bx, by] = polygon[(i + 1) % polygon.length]!;
      const cross = (ax - x) * (by - y) - (ay - y) * (bx - x);
      angle += Math.atan2(cross, (ax - x) * (bx - x) + (ay - y) * (by - y));
    });
    return Math.abs(angle) > Math.PI;
  }

  it("agrees with the winding angle for star-shaped outlines", () => {
    const radius = fc.integer({ min: 1, max: 10 });
    const coordinate = fc.integer({ min: -100, max: 100 }).map((v) => v / 9 + 0.0137);
    fc.assert(
      fc.property(
        fc.array(radius, { minLength: 3, maxLength: 12 }),
        fc.tuple(coordinate, coordinate),
        (radii, point) => {
          const polygon = radii.map((r, i): MapPoint => {
            const a = (2 * Math.PI * i) / radii.length + 0.1;
            return [r * Math.cos(a), r * Math.sin(a)];
          });
          expect(insidePolygon(point, polygon)).toBe(slowInside(point, polygon));
        },
      ),
    );
  });
  it("takes what lies inside; fewer than three corners take nothing", () => {
    const positions = { a: [0, 0], b: [5, 5], c: [0.9, 0.9] } as const;
    expect(lassoMembers(positions, boxPolygon([-1, -1], [1, 1]))).toEqual(["a", "c"]);
    expect(
      lassoMembers(positions, [
        [0, 0],
        [1, 1],
      ]),
    ).toEqual([]);
  });
});

describe("rules", () => {
  const partIds = ["left", "right"];
  const subject = (imageId: string, scores: RuleSubject["scores"], groupId = "cat"): RuleSubject => ({
    imageId,
    groupId,
    classIndex: 1,
    scores,
  });
  /** Scenario 3 of the paper: heads turned away. */
  const turned: SelectionRule = {
    normalisation: "per-sign",
    ranges: [
      { partId: "left", min: 0, max: 0.6 },
      { partId: "right", min: -0.6, max: 0 },
    ],
  };
  const images = [
    subject("a", [0.2, -0.1]),
    subject("b", [0.2, 0.3]),
    subject("c", [0.2, null]),
    subject("d", null),
  ];

  it("retrieves the images whose scores lie in every range", () => {
    expect(ruleMembers(turned, images, partIds)).toEqual(["a"]);
  });
  it("an absent part passes only where the rule says so", () => {
    const [left, right] = turned.ranges;
    const lenient = { ...turned, ranges: [left!, { ...right!, orAbsent: true }] };
    expect(ruleMembers(lenient, images, partIds)).toEqual(["a", "c"]);
  });
  it("groups and classes narrow further; a vanished part matches nothing", () => {
    expect(passesRule({ ...turned, groupIds: ["dog"] }, images[0]!, partIds)).toBe(false);
    expect(passesRule({ ...turned, classIndices: [1] }, images[0]!, partIds)).toBe(true);
    expect(passesRule(turned, images[0]!, ["left"])).toBe(false);
  });
  it("no range: everything, even images without scores", () => {
    expect(ruleMembers({ normalisation: "ratio", ranges: [] }, images, partIds)).toHaveLength(4);
  });
});

describe("set operations", () => {
  const ids = fc.array(fc.constantFrom<string>("a", "b", "c", "d", "e"));
  it("union, intersection and difference are what they say, and Jaccard is their ratio", () => {
    fc.assert(
      fc.property(ids, ids, (a, b) => {
        const union = combine("union", a, b);
        const both = combine("intersection", a, b);
        for (const id of ["a", "b", "c", "d", "e"] as const) {
          expect(union.includes(id)).toBe(a.includes(id) || b.includes(id));
          expect(both.includes(id)).toBe(a.includes(id) && b.includes(id));
          expect(combine("difference", a, b).includes(id)).toBe(a.includes(id) && !b.includes(id));
        }
        expect(new Set(union).size).toBe(union.length);
        if (union.length) expect(jaccard(a, b)).toBeCloseTo(both.length / union.length, 12);
        else expect(jaccard(a, b)).toBe(1);
      }),
    );
  });
});
