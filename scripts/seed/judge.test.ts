import { describe, expect, it } from "vitest";
import { readDocument } from "@/core/annotation/read";
import { PART_PRESETS, type Part } from "@/core/domain/parts";
import { DEMO_IMAGE_SIZE, DEMO_IMAGES, demoOutlines } from "@/demo/collection";
import { outlined, type PartOutlines } from "./annotations";
import { judge } from "./judge";
import { type Mistake, plantMistakes, withMistake } from "./mistakes";

const parts = PART_PRESETS.cat.parts.map((p, i) => ({ ...p, id: `part-${i}` }) as unknown as Part);
const size = { width: DEMO_IMAGE_SIZE, height: DEMO_IMAGE_SIZE };
const truths: PartOutlines[] = DEMO_IMAGES.map((_, index) => demoOutlines(index));

const drawn = (outlines: PartOutlines, wobble: number, seed: number) =>
  readDocument(outlined(parts, outlines, { userId: "annotator", wobble, seed }));

function faultsOf(index: number, mistake?: Mistake) {
  const truth = truths[index]!;
  return judge(drawn(withMistake(truth, mistake), 0.4, index), drawn(truth, 0, 0), parts, size);
}

const planted = plantMistakes(truths, (index) => index % 3 !== 2);

describe("the demo's reviewer", () => {
  it("finds every planted mistake, with its reason, on the part that is wrong", () => {
    const expected: Record<Mistake, Record<string, string>> = {
      "swapped eyes": { "Left Eye": "sides", "Right Eye": "sides" },
      "sloppy ear": { "Left Ear": "border" },
      "forgotten nose": { Nose: "missing" },
    };
    expect(planted.size).toBe(9);
    for (const [index, mistake] of planted) {
      const faults = faultsOf(index, mistake);
      expect(Object.fromEntries(faults.map((f) => [f.part.name, f.reason]))).toEqual(expected[mistake]);
      for (const { at } of faults)
        for (const value of at) expect(value).toBe(Math.min(DEMO_IMAGE_SIZE, Math.max(0, value)));
    }
  });

  it("finds nothing in drawings that only tremble a little", () => {
    for (let index = 0; index < truths.length; index += 6)
      expect({ index, faults: faultsOf(index) }).toEqual({ index, faults: [] });
  });
});

describe("planted mistakes", () => {
  it("are the same every time, and only where the hand may slip", () => {
    expect(plantMistakes(truths, (index) => index % 3 !== 2)).toEqual(planted);
    for (const index of planted.keys()) expect(index % 3).not.toBe(2);
  });
});
