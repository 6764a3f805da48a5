import { describe, expect, it } from "vitest";
import { sumChannels } from "./channels";
import { relevanceScale, relevanceToRgba } from "./colour";
import { summariseRelevance } from "./summary";

describe("sumChannels", () => {
  it("adds channel planes", () => {
    expect([...sumChannels(Float32Array.of(1, 2, 10, 20, 100, 200), 3, 1, 2)]).toEqual([111, 222]);
    expect(() => sumChannels(new Float32Array(5), 3, 1, 2)).toThrow(/Expected 3×1×2 = 6/);
  });
});

describe("summariseRelevance", () => {
  it("splits the signs and measures conservation", () => {
    const s = summariseRelevance(Float32Array.of(3, -1, 2), 5);
    expect(s).toMatchObject({ sum: 4, positive: 5, negative: -1, maxAbs: 3 });
    expect(s.conservation).toBeCloseTo(-0.2, 12);
    expect(summariseRelevance(Float32Array.of(1), 0).conservation).toBeNull();
  });
});

describe("relevanceToRgba", () => {
  const pixel = (r: number, mode: "map" | "overlay") =>
    [...relevanceToRgba(Float32Array.of(r), { scale: 2, mode })] as [number, number, number, number];

  it("red is for, blue is against, and the middle is neutral", () => {
    const [r, , b] = pixel(2, "map");
    expect(r).toBeGreaterThan(b + 100);
    const [r2, , b2] = pixel(-2, "map");
    expect(b2).toBeGreaterThan(r2 + 100);
    const [nr, ng, nb] = pixel(0, "map");
    expect(Math.max(nr, ng, nb) - Math.min(nr, ng, nb)).toBeLessThan(3);
  });
  it("overlay: nothing where there is no relevance, opacity grows with it, clamped at the scale", () => {
    expect(pixel(0, "overlay")[3]).toBe(0);
    expect(pixel(0.5, "overlay")[3]).toBeLessThan(pixel(1, "overlay")[3]);
    expect(pixel(9, "overlay")).toEqual(pixel(2, "overlay"));
  });
  it("is symmetric: equal magnitudes look equally strong", () => {
    expect(pixel(1, "overlay")[3]).toBe(pixel(-1, "overlay")[3]);
  });
  it("an all-zero map is drawn as nothing", () => {
    expect(relevanceScale(new Float32Array(4))).toBe(0);
    expect([...relevanceToRgba(new Float32Array(1), { scale: 0, mode: "overlay" })][3]).toBe(0);
  });
});

describe("relevanceScale", () => {
  it("ignores a few extreme pixels, and still finds a single one in an empty map", () => {
    const map = new Float32Array(1000).fill(1);
    map[0] = 500;
    expect(relevanceScale(map)).toBe(1);
    const lonely = new Float32Array(1000);
    lonely[3] = -7;
    expect(relevanceScale(lonely)).toBe(7);
  });
});
