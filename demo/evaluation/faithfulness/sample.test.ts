import { describe, expect, it } from "vitest";
import { drawSample, stratumOf } from "./sample";

describe("the sample", () => {
  it("has the collection's proportions in every eight, and no image twice", () => {
    const sample = drawSample(48, 1);
    expect(new Set(sample.map((s) => s.index)).size).toBe(48);
    for (let from = 0; from < 48; from += 8) {
      const count = (stratum: string) =>
        sample.slice(from, from + 8).filter((s) => s.stratum === stratum).length;
      expect([count("cat"), count("cat with the chair"), count("animal"), count("thing")]).toEqual([
        4, 2, 1, 1,
      ]);
    }
    for (const { index, stratum } of sample) expect(stratumOf(index)).toBe(stratum);
  });

  it("grows without changing, and hangs on the seed alone", () => {
    expect(drawSample(64, 1).slice(0, 16)).toEqual(drawSample(16, 1));
    expect(drawSample(16, 2)).not.toEqual(drawSample(16, 1));
  });

  it("says so where the collection has too few images", () => {
    expect(() => drawSample(210, 1)).toThrow(/too few images/);
  });
});
