import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeByRule } from "./describe";
import { type RuleSubject, ruleMembers } from "./rule";

const partIds = ["eye", "nose", "body"];
const subject = (imageId: string, scores: RuleSubject["scores"]): RuleSubject => ({
  imageId,
  groupId: "cat",
  classIndex: 0,
  scores,
});
const score = fc.option(
  fc.integer({ min: -100, max: 100 }).map((v) => v / 100),
  { freq: 6 },
);
const image = fc.tuple(fc.array(score, { minLength: 3, maxLength: 3 }), fc.boolean());

describe("describeByRule", () => {
  it("needs one range where one part tells the selection apart", () => {
    const images = Array.from({ length: 30 }, (_, i) =>
      subject(`i${i}`, [i < 10 ? 0.4 + i / 100 : -0.2 - i / 100, Math.sin(i) / 2, Math.cos(i * 3) / 2]),
    );
    const members = images.slice(0, 10).map((s) => s.imageId);
    const found = describeByRule(members, images, partIds, { normalisation: "per-sign" })!;
    expect(found).toMatchObject({ precision: 1, recall: 1 });
    expect(found.rule.ranges.map((r) => r.partId)).toEqual(["eye"]);
  });

  it("reports the precision and recall of the very rule it returns, and all scored members are in", () => {
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 25 }), (images) => {
        const subjects = images.map(([scores], i) => subject(`i${i}`, scores));
        const members = subjects.filter((_, i) => images[i]![1]).map((s) => s.imageId);
        const found = describeByRule(members, subjects, partIds, { normalisation: "ratio" });
        if (members.length === 0) {
          expect(found).toBeNull();
          return;
        }
        const retrieved = ruleMembers(found!.rule, subjects, partIds);
        const hits = retrieved.filter((id) => members.includes(id)).length;
        expect(found!.recall).toBeCloseTo(hits / members.length, 12);
        expect(found!.precision).toBeCloseTo(hits / retrieved.length, 12);
        expect(found!.recall).toBe(1);
      }),
    );
  });

  it("has no answer for members without scores", () => {
    expect(describeByRule(["a"], [subject("a", null)], partIds, { normalisation: "per-sign" })).toBeNull();
  });
});
