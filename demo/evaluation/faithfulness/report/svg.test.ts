import { describe, expect, it } from "vitest";
import { dot, escaped, line, picture, scale, tick } from "./svg";

describe("the marks of the plots", () => {
  it("map data to pixels, what lies outside to the edge", () => {
    const y = scale([-1, 1], [100, 0]);
    expect([y(-1), y(0), y(1), y(7), y(-7)]).toEqual([100, 50, 0, 0, 100]);
  });

  it("are escaped, and say to a screen reader what they show", () => {
    expect(escaped(`a < "b" & c`)).toBe("a &lt; &quot;b&quot; &amp; c");
    const svg = picture(10, 20, "a < b", [dot(1.23456, 2, "a"), line(0, 0, 1, 1, "grid")]);
    expect(svg).toContain('role="img" aria-label="a &lt; b"');
    expect(svg).toContain('cx="1.23"');
    expect(svg).toContain("prefers-color-scheme: dark");
  });

  it("have true minus signs", () => {
    expect([tick(-0.5), tick(0), tick(2)]).toEqual(["−0.5", "0", "2"]);
  });
});
