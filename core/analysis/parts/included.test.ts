import { describe, expect, it } from "vitest";
import { PART_PRESETS } from "@/core/domain/parts";
import { includedParts, partsInOrder } from "./included";

describe("includedParts", () => {
  it("cats: all seven; birds: seven of eight, without the background", () => {
    const { cat, bird } = PART_PRESETS;
    expect(includedParts(cat.parts, cat.backgroundInScores)).toEqual(new Array(7).fill(true));
    expect(includedParts(bird.parts, bird.backgroundInScores)).toEqual([...new Array(7).fill(true), false]);
  });
  it("follows positions, not the order of the list", () => {
    const shuffled = [...PART_PRESETS.bird.parts].reverse();
    expect(includedParts(shuffled, false)[7]).toBe(false);
    expect(partsInOrder(shuffled)[0]!.name).toBe("Left Eye");
  });
});
