import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRanges, runsOf, searchClasses, withoutRun } from "./class-ranges";

describe("class ranges", () => {
  it.each([
    ["281-285", [281, 282, 283, 284, 285]],
    ["3, 1 2", [1, 2, 3]],
    ["7 – 9;7", [7, 8, 9]],
    ["5-3", null],
    ["999-1000", null],
    ["tabby", null],
    ["", null],
    ["-3", null],
  ])("reads %j", (text, expected) => expect(parseRanges(text, 1000)).toEqual(expected));

  it("reads back what the runs of any set say", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200), { minLength: 1 }), (indices) => {
        const runs = runsOf(indices);
        const text = runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(", ");
        expect(parseRanges(text, 201)).toEqual([...indices].sort((a, b) => a - b));
        expect(runs.reduce((left, run) => withoutRun(left, run), indices)).toEqual([]);
      }),
    );
  });

  it("finds classes by the beginning of a name first, and by number", () => {
    const names = ["tiger shark", "tabby", "tiger cat", "a tabby cat"];
    expect(searchClasses(names, "tabby", 9)).toEqual([1, 3]);
    expect(searchClasses(names, "2", 9)).toEqual([2]);
    expect(searchClasses(names, "tiger", 1)).toEqual([0]);
  });
});
