import { describe, expect, it } from "vitest";
import type { PartId } from "@/core/domain/ids";
import { PART_PRESETS } from "@/core/domain/parts";
import { inOneGo } from "../steps";
import { comparisonFigure, glanceFigure } from "./comparison-figure";
import { deltaFigure } from "./delta-figure";
import type { FindingBasis, FindingGroup, FindingView, StaleReason } from "./finding";
import { type FindingStatistics, findingSteps } from "./finding-statistics";
import { findingHeadline, inference, methodsParagraph, staleWords } from "./finding-words";
import { svgText } from "./svg";

const colours = { text: "#222222", muted: "#777777", grid: "#eeeeee", zero: "#bbbbbb" };
const parts = [{ name: "Nose" }, { name: "Tail & <wings>" }, { name: "A name that is much too long" }];
const group = (name: string, colour: string, means: (number | null)[]) => ({
  name,
  colour,
  parts: means.map((mean) =>
    mean === null
      ? { mean, interval: null, n: 0 }
      : { mean, interval: { low: mean - 0.04, high: mean + 0.06 }, n: 12 },
  ),
});
const groups = [group("Left", "#0072b2", [0.31, null, -0.2]), group("Right", "#d55e00", [0.1, 0.2, 0.05])];

describe("comparisonFigure", () => {
  it("is the picture it was", () => {
    expect(comparisonFigure(parts, groups, colours)).toMatchSnapshot();
    expect(glanceFigure(parts, groups, colours)).toMatchSnapshot();
    const interval = { low: 0.1, high: 0.7 };
    const effect = {
      g: 1,
      gInterval: null,
      delta: 0.5,
      deltaInterval: interval,
      deltaByChance: { low: -0.3, high: 0.3 },
    };
    expect(deltaFigure(effect, colours)).toMatchSnapshot();
  });

  it("has every bar and whisker inside the picture, and zero in sight, whatever the signs", () => {
    for (const sign of [1, -1]) {
      const turned = groups.map((g) => ({
        ...g,
        parts: g.parts.map((p) => ({
          ...p,
          mean: p.mean === null ? null : Math.abs(p.mean) * sign,
          interval: null,
        })),
      }));
      const { nodes, width } = comparisonFigure(parts, turned, colours);
      const xs = nodes.flatMap(({ tag, attributes: a }) =>
        tag === "rect"
          ? [Number(a.x), Number(a.x) + Number(a.width)]
          : tag === "line"
            ? [Number(a.x1), Number(a.x2)]
            : [],
      );
      expect(Math.min(...xs)).toBeGreaterThan(116);
      expect(Math.max(...xs)).toBeLessThanOrEqual(width - 64);
      expect(nodes.some((n) => n.tag === "line" && n.attributes.stroke === colours.zero)).toBe(true);
    }
  });

  it("says absent instead of drawing 0 %, and draws nothing at all from nothing", () => {
    const words = comparisonFigure(parts, groups, colours).nodes.flatMap((n) => n.text ?? []);
    expect(words).toContain("absent");
    expect(svgText(comparisonFigure([], [], colours))).toContain("<svg");
  });

  it("as text lets no name become markup", () => {
    const text = svgText(comparisonFigure(parts, [group('"><script>', "#000000", [1, 1, 1])], colours));
    expect(text).not.toContain("<script>");
    expect(text).toContain("Tail &amp; &lt;wings&gt;");
  });
});

describe("words", () => {
  const cat = PART_PRESETS.cat.parts.map((p) => ({ ...p, id: `part-${p.position}` as PartId }));
  const images = (ids: string, background: number[]) =>
    background.map((score, i) => ({
      imageId: `${ids}${i}`,
      groupId: "g",
      topClass: "tabby",
      scores: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, score],
    }));
  const compare = (a: number[], b?: number[]) =>
    inOneGo(
      findingSteps({
        groups: [images("a", a), ...(b ? [images("b", b)] : [])],
        weights: cat.map(() => 1),
        universe: 20,
        resamples: 200,
        seed: 1,
      }),
    );
  const names = [{ name: "Chairs" }, { name: "Rest" }];
  const say = (s: FindingStatistics) => findingHeadline(s, names, cat);

  it("the headline names the part, both means, and how large the difference is", () => {
    expect(say(compare([0.5, 0.6, 0.55], [0.1, 0.2, 0.58]))).toBe(
      "Background tells the groups apart best, a large difference: mean 55.0 % in “Chairs” (n = 3) against 29.3 % in “Rest” (n = 3); Cliff’s δ +0.56, Hedges’ g +1.12.",
    );
    expect(say(compare([0.1, 0.2, 0.3], [0.2, 0.1, 0.3]))).toMatch(/^No part tells the groups apart clearly/);
    expect(say(compare([0.5, 0.6, 0.55]))).toMatch(
      /^In “Chairs”, Background has the highest mean, 55.0 % \(95 % interval .*\), over 3 images\.$/,
    );
    expect(say(compare([], [0.1]))).toMatch(/cannot be compared/);
    expect(say(compare([]))).toBe("No image of “Chairs” has scores yet.");
  });

  const basis: FindingBasis = {
    parts: cat,
    classGroups: [{ id: "g", name: "Cats", symbol: "circle", isTarget: true, classIndices: [0] }],
    backgroundInScores: true,
    model: { id: "m", name: "demo-vgg", sha256: "ab".repeat(32) },
    explanations: [{ method: "lrp", composite: "epsilon-plus", epsilon: 1e-6, images: 6 }],
    layoutKey: null,
    resamples: 2000,
    seed: 1,
  };
  const view: FindingView = {
    normalisation: "per-sign",
    aggregation: "mean",
    weights: [1, 1, 1, 1, 1, 1, 10],
    method: "t-sne",
    ranges: [{ partId: "part-6", min: 0.3, max: 1 }],
    quality: [],
    groupIds: ["g"],
    colourBy: "selection",
    sort: { partId: null, descending: true },
    heatmap: 0.6,
  };
  const made = (change: Partial<FindingGroup>): FindingGroup => ({
    selectionId: "s",
    name: "Chairs",
    colour: "#000000",
    authorName: "Ada",
    kind: "rule",
    rule: null,
    polygon: null,
    layoutKey: null,
    note: "",
    members: [],
    ...change,
  });

  it("the methods paragraph says what one needs to do it again", () => {
    const text = methodsParagraph(
      compare([0.5, 0.6], [0.1, 0.2]),
      [made({}), made({ name: "Rest" })],
      view,
      basis,
      "28 Nov 2026",
    );
    expect(text).toMatchSnapshot();
    for (const word of ["demo-vgg", "abababababab", "LRP", "epsilon-plus", "B = 2,000", "seed 1", "28 Nov"])
      expect(text).toContain(word);
  });

  it("calls everything made from scores descriptive, and says when it was not", () => {
    const rule = (ranges: object[]) =>
      made({ rule: { normalisation: "per-sign", ranges: ranges as never, groupIds: ["g"] } });
    const free = { ranges: [], quality: [] };
    expect(inference([made({ kind: "lasso" })], free).madeFromScores).toBe(true);
    expect(inference([rule([{ partId: "p", min: 0, max: 1 }])], free).madeFromScores).toBe(true);
    expect(inference([rule([])], view).madeFromScores).toBe(true);
    const good = { ...free, quality: [{ measure: "balance" as const, min: 0.1, max: 1 }] };
    expect(inference([rule([])], good).madeFromScores).toBe(true);
    expect(inference([rule([])], free)).toMatchObject({ label: "descriptive", madeFromScores: false });
  });

  it("staleness names the images, a few of them", () => {
    const reason = (n: number): StaleReason => ({
      kind: "revision",
      imageId: `${n}`,
      name: `${n}.jpg`,
      was: 1,
      is: 2,
    });
    expect(staleWords([])).toEqual([]);
    expect(staleWords([{ kind: "model" }, reason(1)])).toEqual([
      "The project’s classifier is another one now.",
      "1.jpg has revision 2 now; this rests on revision 1.",
    ]);
    expect(staleWords([{ kind: "explanation", is: "Grad-CAM" }])).toEqual([
      "The project’s maps are made by another method now: Grad-CAM.",
    ]);
    expect(staleWords([1, 2, 3].map(reason), 2).at(-1)).toBe("And 1 image more changed.");
  });
});
