import { describe, expect, it } from "vitest";
import { CHART_THEMES, percent } from "./figure";
import { mapFigure } from "./map";
import { partMeansFigure, sharesFigure } from "./part-means";
import { signedBarsFigure } from "./signed-bars";

const light = CHART_THEMES.light;
const groups = [
  { id: "g1", name: "Cat", symbol: "circle" as const },
  { id: "g2", name: "Not an animal", symbol: "triangle-up" as const },
];
const point = (imageId: string, x: number, change: object = {}) => ({
  imageId,
  name: imageId,
  x,
  y: -x,
  groupId: "g1",
  colour: null,
  visible: true,
  raised: false,
  waiting: false,
  ...change,
});

describe("mapFigure", () => {
  const input = {
    points: [
      point("a", 1),
      point("b", 2, { colour: "#aa0000", raised: true }),
      point("c", 3, { groupId: "g2", visible: false }),
    ],
    groups,
    focusedId: "b",
    outline: [
      [0, 0],
      [2, 0],
      [1, 1],
    ] as [number, number][],
    mode: "lasso" as const,
    drawn: 0,
    webgl: true,
    theme: light,
  };

  it("is the figure it was", () => {
    expect(mapFigure(input)).toMatchSnapshot();
  });
  it("draws every image exactly once, filtered ones too, at its own place", () => {
    const waiting = { waiting: true, raised: true };
    const points = [...input.points, point("d", 4, { groupId: "removed" }), point("e", 5, waiting)];
    const { data } = mapFigure({ ...input, points, focusedId: null });
    const drawn = data.flatMap((t) => (t.customdata as string[] | undefined) ?? []);
    expect(drawn.sort()).toEqual(["a", "b", "c", "d", "e"]);
  });
  it("draws hollow, and only those, whose scores are of before", () => {
    const points = [...input.points, point("d", 4, { waiting: true, groupId: "g2" })];
    const { data } = mapFigure({ ...input, points, focusedId: null });
    const hollow = data.filter((t) => String((t.marker as { symbol: string }).symbol).endsWith("-open"));
    expect(hollow.flatMap((t) => (t.customdata as string[] | undefined) ?? [])).toEqual(["d"]);
  });
  it("falls back to SVG markers without WebGL", () => {
    const types = new Set(mapFigure({ ...input, webgl: false }).data.map((t) => t.type));
    expect([...types]).toEqual(["scatter"]);
  });
  it("leaves no drawn selection in the layout: selected points are coloured by us", () => {
    expect(mapFigure(input).layout.selections).toEqual([]);
  });
});

describe("bar figures", () => {
  const parts = [
    { name: "Left Eye", colour: "#0072b2" },
    { name: "Nose", colour: "#d55e00" },
  ];
  const series = {
    name: "All",
    colour: "#333333",
    statistics: [
      { mean: 0.25, interval: { low: 0.2, high: 0.32 }, n: 12 },
      { mean: null, interval: null, n: 0 },
    ],
  };
  it("means: one selection in part colours, with its interval; absent parts have no bar", () => {
    const figure = partMeansFigure(parts, [series], light);
    expect(figure).toMatchSnapshot();
    expect((figure.data[0]!.x as unknown[])[1]).toBeNull();
  });
  it("means: few, round ticks on the sides that have bars", () => {
    const ticks = (...means: number[]) => {
      const statistics = means.map((mean) => ({ mean, interval: null, n: 1 }));
      const { xaxis } = partMeansFigure(parts, [{ ...series, statistics }], light).layout;
      return (xaxis as { tickvals: number[] }).tickvals;
    };
    expect(ticks(-0.95, 0.4)).toEqual([-0.5, 0.5]);
    expect(ticks(0.26, -0.02)).toEqual([0, 0.2]);
    expect(ticks(0, 0)).toEqual([0]);
  });
  it("two selections are told apart by their own colours", () => {
    const figure = partMeansFigure(parts, [series, { ...series, name: "B", colour: "#bb9900" }], light);
    expect(figure.data.map((t) => (t.marker as { color: string }).color)).toEqual(["#333333", "#bb9900"]);
  });
  it("shares: counts over each selection's own size; an empty one divides by nothing", () => {
    const figure = sharesFigure(
      ["Cat", "Dog"],
      [
        { name: "A", colour: "#111111", counts: [3, 1], total: 4 },
        { name: "B", colour: "#222222", counts: [0, 0], total: 0 },
      ],
      light,
    );
    expect(figure.data.map((t) => t.x)).toEqual([
      [0.75, 0.25],
      [0, 0],
    ]);
    expect(figure).toMatchSnapshot();
  });
  it("signed bars: absent is said in words, not drawn as 0 %", () => {
    const figure = signedBarsFigure(
      [
        {
          name: "Left Eye",
          colour: "#0072b2",
          status: "scored",
          score: -0.36,
          positive: 0.1,
          negative: 0.36,
        },
        { name: "Nose", colour: "#d55e00", status: "absent", score: null, positive: null, negative: null },
      ],
      CHART_THEMES.dark,
    );
    expect(figure).toMatchSnapshot();
    const texts = (figure.layout.annotations as { text: string }[]).map((a) => a.text);
    expect(texts).toEqual(["−36 %", "<i>absent</i>"]);
  });
});

describe("percent", () => {
  it("has a true minus and no negative zero", () => {
    expect([percent(0.394), percent(-0.14), percent(-0.001)]).toEqual(["39 %", "−14 %", "0 %"]);
  });
});
