import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AGGREGATIONS, NORMALISATIONS } from "@/core/analysis/scores/contribution";
import { QUALITY_MEASURES } from "@/core/analysis/selection/rule";
import { testParts } from "./testing";
import { initialView, type View } from "./view";
import { decodeView, encodeView } from "./view-link";

const partId = fc.constantFrom<string>(...testParts.map((p) => p.id));
const percent = fc.integer({ min: -100, max: 100 }).map((v) => v / 100);
const range = fc.tuple(partId, percent, percent, fc.boolean()).map(([id, a, b, absent]) => ({
  partId: id,
  min: Math.min(a, b),
  max: Math.max(a, b),
  ...(absent ? { orAbsent: true } : {}),
}));
const anyView: fc.Arbitrary<View> = fc.record({
  normalisation: fc.constantFrom(...NORMALISATIONS),
  aggregation: fc.constantFrom(...AGGREGATIONS),
  weights: fc.array(
    fc.integer({ min: 0, max: 20 }).map((w) => w / 2),
    { minLength: testParts.length, maxLength: testParts.length },
  ),
  method: fc.constantFrom("t-sne" as const, "pca" as const),
  ranges: fc.uniqueArray(range, { maxLength: 4, selector: (r) => r.partId }),
  quality: fc.subarray([...QUALITY_MEASURES]).chain((measures) =>
    fc.tuple(
      ...measures.map((measure) =>
        fc.record({
          measure: fc.constant(measure),
          min: fc.integer({ min: -100, max: 0 }).map((v) => v / 100),
          max: fc.integer({ min: 0, max: 100 }).map((v) => v / 100),
        }),
      ),
    ),
  ),
  groupIds: fc.option(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 3 })),
  colourBy: fc.oneof(
    fc.constantFrom("selection" as const, "group" as const, "trust" as const),
    partId.map((id) => `part:${id}` as const),
  ),
  compared: fc.uniqueArray(fc.uuid(), { maxLength: 2 }),
  sort: fc.record({ partId: fc.option(partId), descending: fc.boolean() }),
  heatmap: fc.constant(initialView(testParts).heatmap),
  focusedId: fc.option(fc.uuid()),
});

describe("links to a view", () => {
  it("bring back every view exactly", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        expect(decodeView(`#${encodeView(view, testParts)}`, testParts)).toEqual(view);
      }),
    );
  });
  it("say nothing for the first view", () => {
    expect(encodeView(initialView(testParts), testParts)).toBe("");
  });
  it("leave out suggested groups, which are this person's alone", () => {
    const view = { ...initialView(testParts), compared: ["suggested:1:0", "a-selection"] };
    expect(encodeView(view, testParts)).toBe("s=a-selection");
  });
  it("survive nonsense and parts that are gone", () => {
    const view = decodeView(
      "#n=x&a=median&m=&w=1_2&f=gone~0~1_part-1~9~z&c=part:gone&o=gone~a&s=",
      testParts,
    );
    expect(view).toEqual({ ...initialView(testParts), sort: { partId: null, descending: false } });
  });
});
