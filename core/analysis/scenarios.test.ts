import { describe, expect, it } from "vitest";
import { topContributor } from "./comparison/selection-statistics";
import { computeLayout, type LayoutResult } from "./embedding/layout";
import { gaussian, seededRng } from "./random";
import { contributionScores } from "./scores/contribution";
import { type RuleSubject, ruleMembers, type SelectionRule } from "./selection/rule";
import { weightedCosine } from "./vectors/similarity";

/*
 * The paper's three use scenarios on a made-up collection whose truth is known: how each image is decided
 * (`kind`), and whether the head is turned. Parts as in the paper: two eyes, two ears, nose, body, background.
 */
const parts = ["left-eye", "right-eye", "left-ear", "right-ear", "nose", "body", "background"];
const KINDS = [
  { means: [0.8, 0.8, 0.3, 0.3, 0.4, 0.2], group: "cat", turned: false },
  { means: [0.8, -0.6, 0.3, 0.3, 0.4, 0.2], group: "cat", turned: true },
  { means: [0.2, 0.2, 0.1, 0.1, 1.2, 0.1], group: "cat", turned: false },
  { means: [0.2, 0.2, 0.1, 0.1, 0.2, 0.1], group: "thing", turned: false },
];

const rng = seededRng(2024);
const collection = Array.from({ length: 160 }, (_, i) => {
  const kind = i % KINDS.length;
  const { means, group, turned } = KINDS[kind]!;
  // The background is loud and tells nothing about the kind, except where it decides the image.
  const background = group === "thing" ? 2.2 + 0.3 * gaussian(rng) : 0.9 * gaussian(rng);
  const relevances = [...means.map((m) => m + 0.07 * gaussian(rng)), background];
  const sums = relevances.map((r) => ({
    n: 50,
    sum: 50 * r,
    positive: 50 * Math.max(r, 0),
    negative: 50 * Math.min(r, 0),
  }));
  const { scores } = contributionScores(sums, { normalisation: "absolute" });
  return { imageId: `image-${i}`, groupId: group, classIndex: 0, kind, turned, scores };
});
const all = collection.map((c) => c.scores);

/** Mean silhouette of the kinds under weighted cosine distance, over all images. */
function silhouette(weights: number[]): number {
  let total = 0;
  for (const a of collection) {
    const to = KINDS.map((_, kind) => {
      const others = collection.filter((b) => b !== a && b.kind === kind);
      return (
        others.reduce((sum, b) => sum + 1 - weightedCosine(a.scores, b.scores, weights), 0) / others.length
      );
    });
    const own = to[a.kind]!;
    const nearest = Math.min(...to.filter((_, kind) => kind !== a.kind));
    total += (nearest - own) / Math.max(nearest, own);
  }
  return total / collection.length;
}

function finish(steps: Generator<unknown, LayoutResult>): LayoutResult {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe("the paper's scenarios", () => {
  it("1: weights of 10 on the anatomy make the clusters separate", () => {
    const equal = parts.map(() => 1);
    const anatomy = parts.map((p) => (p === "background" ? 1 : 10));
    expect(silhouette(anatomy)).toBeGreaterThan(silhouette(equal) + 0.15);
    const { positions } = finish(computeLayout({ scores: all, weights: anatomy, method: "t-sne", seed: 1 }));
    const alike = collection.filter((a, i) => {
      let best = -1;
      let least = Infinity;
      positions.forEach(([x, y], j) => {
        const d = Math.hypot(x - positions[i]![0], y - positions[i]![1]);
        if (j !== i && d < least) [least, best] = [d, j];
      });
      return collection[best]!.kind === a.kind;
    });
    expect(alike.length / collection.length).toBeGreaterThan(0.95);
  });

  it("2: a high background with no anatomy against it finds the images that are no animal", () => {
    const rule: SelectionRule = {
      normalisation: "absolute",
      ranges: parts.map((partId) => ({ partId, min: partId === "background" ? 0.55 : 0, max: 1 })),
    };
    const found = ruleMembers(rule, collection as RuleSubject[], parts);
    expect(found.length).toBeGreaterThan(20);
    const members = collection.filter((c) => found.includes(c.imageId));
    expect(
      members.every(
        (m) =>
          topContributor(
            m.scores,
            parts.map(() => 1),
          ) === 6,
      ),
    ).toBe(true);
    expect(members.filter((m) => m.groupId === "thing").length / members.length).toBeGreaterThan(0.8);
  });

  it("3: one eye for and the other against retrieves turned heads", () => {
    const rule: SelectionRule = {
      normalisation: "absolute",
      ranges: [
        { partId: "left-eye", min: 0, max: 0.6 },
        { partId: "right-eye", min: -0.6, max: 0 },
      ],
    };
    const found = new Set(ruleMembers(rule, collection as RuleSubject[], parts));
    const turned = collection.filter((c) => c.turned);
    const hits = turned.filter((c) => found.has(c.imageId)).length;
    expect(hits / turned.length).toBeGreaterThan(0.95);
    expect(hits / found.size).toBeGreaterThan(0.95);
  });
});
