import { gaussian, seededRng } from "@/core/analysis/random";
import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { PartId } from "@/core/domain/ids";
import { PART_PRESETS, type Part } from "@/core/domain/parts";
import type { ExploreGroup, ExploreRow } from "../props";

/** Material for tests: the paper's cat parts, three class groups, and rows with made-up sums. */
export const testParts: Part[] = PART_PRESETS.cat.parts.map((p) => ({
  ...p,
  id: `part-${p.position}` as PartId,
}));

export const testGroups: ExploreGroup[] = [
  { id: "cat", name: "Cat", symbol: "circle", isTarget: true },
  { id: "animal", name: "Other animal", symbol: "square", isTarget: false },
  { id: "thing", name: "Not an animal", symbol: "triangle-up", isTarget: false },
];

/** Sums whose mean relevance per part is `means`; null makes the part absent. */
export function sumsOf(means: readonly (number | null)[]): PartSums[] {
  return means.map((m) =>
    m === null
      ? { n: 0, sum: 0, positive: 0, negative: 0 }
      : { n: 100, sum: m * 100, positive: Math.max(m, 0) * 100, negative: Math.min(m, 0) * 100 },
  );
}

export function testRow(
  imageId: string,
  means: readonly (number | null)[] | null,
  change: Partial<ExploreRow> = {},
): ExploreRow {
  const tabby = { index: 281, name: "tabby", score: 9, probability: 0.8 };
  return {
    imageId,
    name: `${imageId}.jpg`,
    thumbUrl: `/thumbs/${imageId}`,
    displayUrl: `/display/${imageId}`,
    groupId: "cat",
    top: [tabby],
    explained: tabby,
    revisionId: means ? `revision-${imageId}` : null,
    revisionState: means ? "submitted" : "none",
    stale: false,
    waiting: false,
    sums: means ? sumsOf(means) : null,
    relevanceUrl: null,
    ...change,
  };
}

/** `n` rows in four kinds: eyes decide, nose decides, one eye speaks against, background decides. */
export function testRows(n: number, seed = 1): ExploreRow[] {
  const rng = seededRng(seed);
  const kinds = [
    [0.9, 0.8, 0.3, 0.3, 0.3, 0.2, 0.1],
    [0.2, 0.2, 0.2, 0.3, 1.1, 0.2, 0.2],
    [0.8, -0.7, 0.3, 0.2, 0.3, 0.1, 0.2],
    [-0.3, -0.3, -0.2, -0.2, -0.3, -0.1, 1],
  ];
  return Array.from({ length: n }, (_, i) => {
    const kind = i % 4;
    const means = kinds[kind]!.map((m) => m + 0.13 * gaussian(rng));
    const groupId = kind === 3 ? (i % 8 === 3 ? "thing" : "animal") : i % 13 === 0 ? "animal" : "cat";
    return testRow(`image-${i + 1}`, means, { groupId });
  });
}
