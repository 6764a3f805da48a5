import { describe, expect, it } from "vitest";
import { findingViewSchema } from "@/core/analysis/comparison/finding";
import { type ColouringInput, pointColour, scoreColour } from "./colouring";
import { histogram, membersOf, passing, scoreAll, scoreBounds } from "./scored";
import { sortRows, visibleWindow } from "./sorted";
import { neighbourInList, toggledGroups } from "./steps";
import { sumsOf, testGroups, testParts, testRow, testRows } from "./testing";
import {
  filterRule,
  findingView,
  fitView,
  initialView,
  isFiltering,
  reduceView,
  type View,
  WEIGHT_PRESETS,
} from "./view";

const partIds = testParts.map((p) => p.id);
const rows = [
  testRow("a", [1, 1, 0, 0, 0, 0, 0]),
  testRow("b", [1, -1, 0, 0, 0, 0, 0]),
  testRow("c", [1, null, 0, 0, 0, 0, 0], { groupId: "thing" }),
  testRow("d", null),
];
const scored = scoreAll(rows, testParts, { normalisation: "per-sign" }, true);

describe("filters", () => {
  const view = reduceView(initialView(testParts), {
    type: "range",
    partId: partIds[1]!,
    range: { min: -1, max: 0 },
  });

  it("without any, everything passes, scored or not", () => {
    expect(isFiltering(initialView(testParts))).toBe(false);
    expect(passing(scored, filterRule(initialView(testParts)), partIds).size).toBe(4);
  });
  it("a range takes what lies in it; absent and unscored images do not", () => {
    expect([...passing(scored, filterRule(view), partIds)]).toEqual(["b"]);
  });
  it("a change of normalisation or aggregation drops ranges, which were in its units", () => {
    expect(reduceView(view, { type: "normalisation", value: "ratio" }).ranges).toEqual([]);
    expect(reduceView(view, { type: "aggregation", value: "sum" }).ranges).toEqual([]);
  });
});

describe("rows that wait for new scores", () => {
  const waiting = testRow("w", [0, 0, 0, 0, 0, 0, 1], { waiting: true });
  const mixed = scoreAll([...rows, waiting], testParts, { normalisation: "per-sign" }, true);
  const row = mixed.at(-1)!;
  it("keep the scores of before to be looked at, and have none that is counted", () => {
    expect(row).toMatchObject({ result: null, balance: null, faithfulness: null });
    expect(row.before?.scores[6]).toBe(1);
    expect(mixed.slice(0, -1).every((s) => s.before === null)).toBe(true);
  });
  it("are to filters, rules, bounds and order what an image without scores is", () => {
    const range = { partId: partIds[6]!, min: 0.5, max: 1 };
    const rule = { normalisation: "per-sign" as const, ranges: [range] };
    expect([...passing(mixed, rule, partIds)]).toEqual([]);
    const selection = { kind: "rule" as const, members: [], rule };
    expect(membersOf(selection, [...rows, waiting], testParts, true)).toEqual([]);
    expect(scoreBounds(mixed, 6)).toEqual([-0.6, 0.6]);
    expect(sortRows(mixed, 6, true).at(-1)).toBe(row);
    expect(sortRows(mixed, 6, false).at(-1)).toBe(row);
  });
});

describe("selections", () => {
  it("a lasso keeps its members, less images that are gone", () => {
    const lasso = { kind: "lasso" as const, members: ["b", "gone"], rule: null };
    expect(membersOf(lasso, rows, testParts, true)).toEqual(["b"]);
  });
  it("a rule follows the data", () => {
    const rule = { normalisation: "per-sign" as const, ranges: [{ partId: partIds[1]!, min: 0, max: 1 }] };
    const selection = { kind: "rule" as const, members: [], rule };
    expect(membersOf(selection, rows, testParts, true)).toEqual(["a"]);
    const moved = [rows[0]!, testRow("b", [1, 2, 0, 0, 0, 0, 0])];
    expect(membersOf(selection, moved, testParts, true)).toEqual(["a", "b"]);
  });
  it("a rule is in its own units: one without an aggregation means the mean, as all did before there were two", () => {
    const sized = [{ n: 1, sum: 4, positive: 4, negative: 0 }, ...sumsOf([1, 0, 0, 0, 0, 0])];
    const images = [{ ...rows[0]!, sums: sized }];
    const members = (aggregation?: "mean" | "sum") =>
      membersOf(
        {
          kind: "rule",
          members: [],
          rule: {
            normalisation: "per-sign",
            ...(aggregation ? { aggregation } : {}),
            ranges: [{ partId: partIds[0]!, min: 0.5, max: 1 }],
          },
        },
        images,
        testParts,
        true,
      );
    expect([members(), members("mean"), members("sum")]).toEqual([["a"], ["a"], []]);
  });
  it("at most two are compared; the older gives way", () => {
    const choose = (view: View, selectionId: string) => reduceView(view, { type: "compare", selectionId });
    const three = ["x", "y", "z"].reduce(choose, initialView(testParts));
    expect(three.compared).toEqual(["y", "z"]);
    expect(choose(three, "y").compared).toEqual(["z"]);
  });
});

describe("sorting", () => {
  const ids = (position: number | null, descending: boolean) =>
    sortRows(scored, position, descending).map((s) => s.row.imageId);
  it("absent comes last, up or down", () => {
    expect(ids(1, true)).toEqual(["a", "b", "c", "d"]);
    expect(ids(1, false)).toEqual(["b", "a", "c", "d"]);
  });
  it("by name without a part", () => {
    expect(ids(null, true)).toEqual(["a", "b", "c", "d"]);
    expect(ids(null, false)).toEqual(["d", "c", "b", "a"]);
  });
});

describe("steps", () => {
  const column = { id: "all", name: "All", colour: null, rows: scored };
  const next = (at: number, by: 1 | -1) =>
    neighbourInList([column], scored[at], { partId: partIds[1]!, descending: false }, partIds, by);
  it("walk the sorted list, round its ends", () => {
    expect([next(1, 1), next(0, 1), next(1, -1)]).toEqual(["a", "c", "d"]);
    expect(
      neighbourInList([{ ...column, rows: [] }], undefined, { partId: null, descending: true }, [], 1),
    ).toBeNull();
  });
  it("groups: clicking hides one; hiding the last shows all again", () => {
    expect(toggledGroups(testGroups, null, "cat")).toEqual(["animal", "thing"]);
    expect(toggledGroups(testGroups, ["thing"], "thing")).toBeNull();
    expect(toggledGroups(testGroups, ["cat", "animal"], "thing")).toBeNull();
  });
});

describe("point colours", () => {
  const base = {
    groups: testGroups,
    selections: [
      { id: "s1", colour: "#111111" },
      { id: "s2", colour: "#222222" },
    ],
    members: new Map([
      ["s1", new Set(["a", "b"])],
      ["s2", new Set(["b"])],
    ]),
    compared: [],
    pointTrust: new Map([["a", 0.5]]),
    partPosition: (id: string) => partIds.indexOf(id as (typeof partIds)[number]),
  };
  const colours = (change: Partial<ColouringInput>) =>
    scored.map(pointColour({ ...base, colourBy: "selection", ...change }));
  it("by selection: the later lies above; those compared alone count", () => {
    expect(colours({})).toEqual(["#111111", "#222222", null, null]);
    expect(colours({ compared: ["s1"] })).toEqual(["#111111", "#111111", null, null]);
  });
  it("by score: absent and unscored points stay neutral", () => {
    expect(colours({ colourBy: `part:${partIds[1]}` }).slice(2)).toEqual([null, null]);
    expect(scoreColour(0.9)).toBe(scoreColour(0.6));
    expect(scoreColour(-0.6)).not.toBe(scoreColour(0.6));
  });
  it("by reliability: only points the map has judged", () => {
    expect(colours({ colourBy: "trust" }).map((c) => c === null)).toEqual([false, true, true, true]);
  });
});

describe("windowing", () => {
  it("covers what is in sight and stays within the list", () => {
    expect(visibleWindow(1000, 100, 5000, 600, 2)).toEqual({ from: 48, to: 58 });
    expect(visibleWindow(3, 100, 0, 600)).toEqual({ from: 0, to: 3 });
    expect(visibleWindow(3, 100, 9000, 600)).toEqual({ from: 3, to: 3 });
    expect(visibleWindow(0, 100, 0, 600)).toEqual({ from: 0, to: 0 });
  });
});

describe("score ranges", () => {
  it("are the paper's ±60 % unless the data reaches further", () => {
    expect(scoreBounds(scored, 6)).toEqual([-0.6, 0.6]);
    expect(scoreBounds(scored, 1)).toEqual([-1, 0.6]);
  });
  it("histogram counts every value in range once", () => {
    expect(histogram([-1, -0.5, 0, 0.99, 1, 3], -1, 1, 4)).toEqual([1, 1, 1, 2]);
  });
});

describe("a finding", () => {
  it("keeps everything of the view but the selections, kept whole, and the image in focus", () => {
    const kept = Object.keys(findingView(initialView(testParts))).sort();
    expect(kept).toEqual(Object.keys(findingViewSchema.shape).sort());
    expect([...kept, "compared", "focusedId"].sort()).toEqual(Object.keys(initialView(testParts)).sort());
  });
});

describe("weights", () => {
  it("the paper's preset leaves the background at 1 and lifts the rest to 10", () => {
    const preset = WEIGHT_PRESETS.find((p) => p.name === "Anatomy ×10")!;
    expect(preset.weights(testParts)).toEqual([10, 10, 10, 10, 10, 10, 1]);
  });
  it("a view follows the project's parts when they change", () => {
    const start = reduceView(initialView(testParts), {
      type: "range",
      partId: partIds[6]!,
      range: { min: 0, max: 1 },
    });
    const view = reduceView(start, { type: "colourBy", value: `part:${partIds[6]}` });
    expect(fitView(view, testParts)).toBe(view);
    expect(fitView(view, testParts.slice(0, 6))).toMatchObject({
      weights: [1, 1, 1, 1, 1, 1],
      ranges: [],
      colourBy: "selection",
    });
  });
  it("test rows are all scored", () => {
    expect(
      scoreAll(testRows(20), testParts, { normalisation: "ratio" }, true).every((s) => s.result?.defined),
    ).toBe(true);
  });
});
