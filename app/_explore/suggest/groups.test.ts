import { describe, expect, it } from "vitest";
import { suggest } from "@/core/analysis/comparison/suggestions";
import { scoreAll, subjectOf } from "../state/scored";
import { testParts, testRows } from "../state/testing";
import { FIRST_CHOICE, settingsOf } from "./choice";
import { foundInWords, groupInWords, suggestedGroups } from "./groups";

const units = { normalisation: "absolute", aggregation: "sum" } as const;
const weights = testParts.map(() => 1);
const settings = settingsOf(FIRST_CHOICE, 80);
const result = suggest({
  subjects: scoreAll(testRows(80), testParts, units, true).map((s) => ({
    ...subjectOf(s),
    topClass: s.row.groupId === "thing" ? "teapot" : "tabby",
  })),
  partIds: testParts.map((p) => p.id),
  weights,
  units,
  settings,
});
const groups = suggestedGroups(result, testParts, 3);

describe("suggested groups", () => {
  it("are called by what leads and what speaks against, no two alike", () => {
    const names = groups.map((g) => g.name);
    expect(names).toContain("Nose leads");
    expect(names.some((n) => n.startsWith("Background leads, ") && n.endsWith(" against"))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
    const twins = suggestedGroups(
      { ...result, clusters: [result.clusters[0]!, result.clusters[0]!] },
      testParts,
      1,
    );
    expect(twins[1]!.name).toBe(`${twins[0]!.name} (2)`);
  });

  it("have ids of their search, and colours of their own", () => {
    expect(groups.map((g) => g.id)).toEqual(groups.map((_, i) => `suggested:3:${i}`));
    const clusters = groups.filter((g) => g.kind === "cluster");
    expect(new Set(clusters.map((g) => g.colour)).size).toBe(clusters.length);
  });

  it("in words: the leading part and the classes, with counts that add up", () => {
    const background = groups.find((g) => g.name.startsWith("Background leads"))!;
    const { images } = background.statistics;
    const words = groupInWords(background, testParts);
    expect(words).toMatch(
      new RegExp(`^Background: \\d+ % on average, top contributor in \\d+ of ${images}\\. `),
    );
    const counts = /(\d+) of \d+ taken for (tabby|teapot), (\d+) for/.exec(words)!;
    expect(Number(counts[1]) + Number(counts[3])).toBe(images);
  });

  it("the note says method, parameters, units and weights, and that it is no test", () => {
    const how = { settings, units, weights, clusters: 4, clustered: 80, filtered: true };
    const note = foundInWords(groups[0]!, how, testParts);
    for (const part of [
      "One of 4 groups",
      "HDBSCAN (smallest group 5, coarse",
      "80 images that passed the filters",
      "sum, absolute; equal weights",
      "does not test",
    ])
      expect(note).toContain(part);
    expect(note).not.toMatch(/ [,.]| {2}/);
    const weighted = foundInWords(
      groups[0]!,
      { ...how, settings: { method: "k-medoids", k: null }, weights: [10, 1, 1, 1, 1, 1, 1] },
      testParts,
    );
    expect(weighted).toContain("k-medoids (4 groups, chosen by silhouette)");
    expect(weighted).toContain("Left Eye 10, Right Eye 1");
  });
});
