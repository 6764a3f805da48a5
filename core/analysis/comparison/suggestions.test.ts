import { describe, expect, it } from "vitest";
import { gaussian, seededRng } from "../random";
import { ruleMembers } from "../selection/rule";
import { weightedCosine } from "../vectors/similarity";
import { defaultClusterSize, type SuggestSettings, type SuggestSubject, suggest } from "./suggestions";
import { upperFence } from "./upper-fence";

const partIds = ["eye", "nose", "background"];
const rng = seededRng(5);
const subject = (imageId: string, scores: SuggestSubject["scores"], topClass = "tabby"): SuggestSubject => ({
  imageId,
  groupId: "cat",
  classIndex: 0,
  topClass,
  scores,
});
/** 20 images decided by the eye, 12 by the background, one by nothing else's way, one zero, one unscored. */
const around = (scores: readonly number[]) => scores.map((s) => s + 0.04 * gaussian(rng));
const subjects = [
  ...Array.from({ length: 20 }, (_, i) => subject(`eye-${i}`, around([0.8, 0.1, -0.1]))),
  ...Array.from({ length: 12 }, (_, i) =>
    subject(`back-${i}`, around([-0.2, 0.1, 0.7]), i < 9 ? "Egyptian" : "tabby"),
  ),
  subject("stray", [0, -0.9, 0]),
  subject("zero", [0, null, 0]),
  subject("unscored", null),
];
const run = (settings: SuggestSettings, of = subjects) =>
  suggest({
    subjects: of,
    partIds,
    weights: [1, 1, 1],
    units: { normalisation: "absolute", aggregation: "sum" },
    settings,
  });
const methods: SuggestSettings[] = [
  { method: "hdbscan", minClusterSize: 5, selection: "excess-of-mass" },
  { method: "k-medoids", k: 2 },
];

describe("suggest", () => {
  it.each(methods)("finds the two kinds of images and says what leads in each ($method)", (settings) => {
    const { clusters, silhouette, clustered, apart, unscored } = run(settings);
    expect({ clustered, apart, unscored }).toEqual({ clustered: 33, apart: 1, unscored: 1 });
    const [eyes, backs] = clusters;
    expect(eyes!.members.filter((id) => id.startsWith("eye"))).toHaveLength(20);
    expect(backs!.members.filter((id) => id.startsWith("back"))).toHaveLength(12);
    expect([eyes!.leading, backs!.leading, backs!.against]).toEqual([0, 2, 0]);
    expect(silhouette).toBeGreaterThan(0.8);
    expect(backs!.statistics.topContributors).toEqual([0, 0, 12]);
    expect(backs!.statistics.classes[0]).toEqual({ key: "Egyptian", count: 9 });
  });

  it("the rule of a cluster is in the units of the scores and has the precision and recall it claims", () => {
    const { clusters } = run(methods[0]!);
    for (const { members, rule } of clusters) {
      expect(rule!.rule).toMatchObject({ normalisation: "absolute", aggregation: "sum" });
      const found = ruleMembers(rule!.rule, subjects, partIds);
      expect(rule!.precision).toBeCloseTo(
        found.filter((id) => members.includes(id)).length / found.length,
        12,
      );
      expect(rule!.recall).toBeCloseTo(
        members.filter((id) => found.includes(id)).length / members.length,
        12,
      );
    }
  });

  it("every clustered image is in exactly one cluster or noise; a stray is an outlier", () => {
    const { clusters, rest, clustered } = run(methods[0]!);
    const noise = rest.find((r) => r.kind === "noise")!;
    const all = [...clusters, noise].flatMap((s) => s.members);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(clustered);
    expect(noise.members).toContain("stray");
    expect(rest.find((r) => r.kind === "outliers")!.members[0]).toBe("stray");
  });

  it("chooses the number of medoids by silhouette", () => {
    const three = [
      ...subjects.filter((s) => s.imageId !== "stray"),
      ...Array.from({ length: 9 }, (_, i) => subject(`nose-${i}`, around([0, 0.9, 0]))),
    ];
    expect(run({ method: "k-medoids", k: null }, three).clusters).toHaveLength(3);
  });

  it("shows what lies between groups: the images of negative silhouette width, the worst first", () => {
    const cloud = Array.from({ length: 60 }, (_, i) =>
      subject(
        `i${i}`,
        [0, 1, 2].map(() => gaussian(rng)),
      ),
    );
    const { clusters, rest } = run({ method: "k-medoids", k: 7 }, cloud);
    const distance = (a: string, b: string) => {
      const [x, y] = [a, b].map((id) => cloud.find((s) => s.imageId === id)!.scores!);
      return 1 - weightedCosine(x!, y!, [1, 1, 1]);
    };
    const mean = (id: string, others: readonly string[]) =>
      others.reduce((sum, o) => sum + (o === id ? 0 : distance(id, o)), 0) /
      (others.includes(id) ? others.length - 1 : others.length);
    const misplaced = cloud
      .map((s) => s.imageId)
      .filter((id) => {
        const own = clusters.find((c) => c.members.includes(id))!;
        const nearest = Math.min(...clusters.filter((c) => c !== own).map((c) => mean(id, c.members)));
        return own.members.length > 1 && nearest < mean(id, own.members);
      });
    expect(misplaced.length).toBeGreaterThan(0);
    expect(rest.map((r) => r.kind)).toEqual(["between"]);
    expect([...rest[0]!.members].sort()).toEqual(misplaced.sort());
  });

  it("the most typical member comes first", () => {
    const { clusters } = run(methods[1]!);
    const first = subjects.find((s) => s.imageId === clusters[0]!.members[0])!;
    expect(first.scores![0]).toBeGreaterThan(0.6);
    expect(clusters[0]!.members.at(-1)).toBe("stray");
  });

  it("too few images: nothing, and no error", () => {
    for (const settings of methods)
      expect(run(settings, subjects.slice(0, 5))).toMatchObject({ clusters: [], rest: [], clustered: 5 });
  });
});

describe("defaults", () => {
  it("5 for a small collection, a hundredth of a large one", () => {
    expect([10, 200, 500, 2000].map(defaultClusterSize)).toEqual([5, 5, 5, 20]);
  });
  it("Tukey's fence: 10 for 1…7, and nothing is outside of it among three values", () => {
    expect(upperFence([1, 2, 3, 4, 5, 6, 7])).toBe(5.5 + 1.5 * 3);
    expect(upperFence([1, 2, 300])).toBe(Infinity);
  });
});
