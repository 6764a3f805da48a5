import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainedClass, groupOfTop1, softmax, topK } from "./classes";

const names = ["tabby", "lynx", "pumpkin", "hamster"];
const target = { name: "cat", classIndices: [0, 1] };

describe("prediction", () => {
  it("softmax sums to 1 and does not overflow", () => {
    const p = softmax([1000, 999, -1000]);
    expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(p[0]! / p[1]!).toBeCloseTo(Math.E, 9);
  });
  it("topK is the sorted list's head", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 30 }), (logits) => {
        const top = topK(logits, [], 5);
        expect(top.map((c) => c.score)).toEqual([...logits].sort((a, b) => b - a).slice(0, 5));
        for (const c of top) expect(c.score).toBe(logits[c.index]);
      }),
    );
  });
  it("explains the best cat even when a pumpkin wins (paper, Example 3)", () => {
    const logits = [2, 3, 9, 1];
    expect(topK(logits, names, 1)[0]!.name).toBe("pumpkin");
    expect(explainedClass(logits, target, names)).toMatchObject({ index: 1, name: "lynx", score: 3 });
  });
  it("says what to do when the target group is unknown to the network", () => {
    expect(() => explainedClass([1, 2], { name: "cat", classIndices: [281] }, names)).toThrow(/add one/);
  });
  it("a class in no group counts as the last group", () => {
    const groups = [target, { classIndices: [3] }, { classIndices: [] }];
    expect([0, 3, 2].map((top1) => groupOfTop1(top1, groups))).toEqual([0, 1, 2]);
  });
});
