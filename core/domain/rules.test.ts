import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classGroupProblems } from "./classes";
import { AppError, readableMessage } from "./errors";
import { PART_PRESETS, partListProblems } from "./parts";
import { canonicalDerivation, FOLLOWS, IMAGE_STAGES } from "./pipeline";
import { may, PERMISSIONS, ROLES } from "./roles";

describe("parts", () => {
  it("presets can own every pixel exactly once, and have the paper's K = 7 scored regions", () => {
    for (const preset of Object.values(PART_PRESETS)) {
      expect(partListProblems(preset.parts)).toEqual([]);
      const scored = preset.parts.filter((p) => p.kind !== "background" || preset.backgroundInScores);
      expect(scored).toHaveLength(7);
      expect(preset.parts.map((p) => p.position)).toEqual(preset.parts.map((_, index) => index));
    }
  });

  it("names what is wrong with a list", () => {
    const cat = [...PART_PRESETS.cat.parts];
    expect(partListProblems(cat.filter((p) => p.kind !== "background"))).toEqual([
      "Exactly one part must be the background.",
    ]);
    expect(partListProblems([...cat, { ...cat[0]!, position: 7 }])).toEqual([
      "Two parts are called “left eye”; rename one.",
    ]);
    expect(partListProblems([])).toContain("Add at least one part to draw.");
  });
});

describe("class groups", () => {
  const group = (name: string, isTarget: boolean, classIndices: number[]) => ({
    name,
    symbol: "circle" as const,
    isTarget,
    classIndices,
  });
  it("wants one target with classes the network has, each in one group", () => {
    expect(classGroupProblems([group("cat", true, [1, 2]), group("dog", false, [3])], 4)).toEqual([]);
    expect(classGroupProblems([group("cat", true, [1]), group("dog", false, [1])], 4)).toHaveLength(1);
    expect(classGroupProblems([group("cat", true, [9])], 4)).toHaveLength(1);
    expect(classGroupProblems([group("cat", false, [1])], 4)).toContain("Choose exactly one target group.");
  });
});

describe("roles", () => {
  it("grow: whoever may do a thing, the stronger roles may too", () => {
    for (const action of Object.keys(PERMISSIONS) as (keyof typeof PERMISSIONS)[]) {
      const allowed = ROLES.map((role) => may(role, action));
      expect(allowed).toEqual([...allowed].sort((a, b) => Number(a) - Number(b)));
      expect(may("owner", action)).toBe(true);
    }
    expect(may("viewer", "annotation.edit")).toBe(false);
  });
});

describe("derivations", () => {
  it("do not depend on key order and tell different parameters apart", () => {
    const base = { stage: "explain" as const, codeVersion: "1" };
    const one = canonicalDerivation({
      ...base,
      inputs: { a: "1", b: "2" },
      parameters: { x: [1, { q: 1, p: 2 }] },
    });
    const two = canonicalDerivation({
      ...base,
      inputs: { b: "2", a: "1" },
      parameters: { x: [1, { p: 2, q: 1 }] },
    });
    expect(one).toBe(two);
    expect(canonicalDerivation({ ...base, inputs: { a: "1" }, parameters: {} })).not.toBe(one);
  });

  it("are canonical for any JSON", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (parameters) => {
        const shuffled = Object.fromEntries(Object.entries(parameters).reverse());
        const key = (p: Record<string, unknown>) =>
          canonicalDerivation({ stage: "score", inputs: {}, parameters: p, codeVersion: "1" });
        expect(key(shuffled)).toBe(key(parameters));
        expect(() => JSON.parse(key(parameters))).not.toThrow();
      }),
    );
  });

  it("lead every stage from ingest", () => {
    const reached = new Set<string>(["ingest"]);
    for (const stage of reached) for (const next of FOLLOWS[stage as keyof typeof FOLLOWS]) reached.add(next);
    expect([...reached].sort()).toEqual([...IMAGE_STAGES].sort());
  });
});

describe("errors", () => {
  it("show a person our own sentences only", () => {
    expect(readableMessage(new AppError("not_found", "No such image."))).toBe("No such image.");
    expect(readableMessage(new Error("connect ECONNREFUSED secret-host"))).not.toContain("secret-host");
  });
});
