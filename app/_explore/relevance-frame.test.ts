import { describe, expect, it } from "vitest";
import type { InputTransform } from "@/core/domain/spaces";
import { relevanceFrame } from "./relevance-frame";

const base: InputTransform = {
  size: { width: 224, height: 224 },
  resize: "stretch",
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
};
const photo = { width: 800, height: 400 };

describe("relevanceFrame", () => {
  it("stretched: the whole photograph", () => {
    const { x, y, width, height } = relevanceFrame(base, photo);
    expect([x, y]).toEqual([0, 0]);
    expect(width).toBeCloseTo(1, 12);
    expect(height).toBeCloseTo(1, 12);
  });
  it("centre crop: a square in the middle of a wide photograph", () => {
    const frame = relevanceFrame({ ...base, resize: "shorter-side", resizeTo: 256 }, photo);
    expect(frame.height).toBeCloseTo(224 / 256, 2);
    expect(frame.width).toBeCloseTo(224 / 512, 2);
    expect(frame.x + frame.width / 2).toBeCloseTo(0.5, 2);
  });
  it("padding reaches beyond the bottom edge", () => {
    const frame = relevanceFrame({ ...base, resize: "longer-side-pad" }, photo);
    expect(frame.width).toBeCloseTo(1, 12);
    expect(frame.height).toBeCloseTo(2, 2);
  });
});
