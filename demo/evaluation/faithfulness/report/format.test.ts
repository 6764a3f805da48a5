import { describe, expect, it } from "vitest";
import { filled, number, table } from "./format";

const figures = {
  meta: { images: 48 },
  undefinedHere: null,
  methods: [{ id: "lrp", rank: { sum: { mean: -0.256, low: -0.4, high: 0.001, n: 48 } } }],
};

describe("figures in the text", () => {
  it("are filled in by path, with minus signs, percentages and intervals", () => {
    expect(filled("{{meta.images}} images: {{methods.lrp.rank.sum}}", figures)).toBe("48 images: −0.26");
    expect(filled("{{% methods.lrp.rank.sum}} or {{± methods.lrp.rank.sum}}", figures)).toBe(
      "−26 % or −0.26 (−0.40 … 0.00)",
    );
  });

  it("are asked for by a path that exists, or the report fails", () => {
    expect(() => filled("{{methods.gradcam.rank}}", figures)).toThrow(/gradcam/);
    expect(() => filled("{{methods.lrp.rank}}", figures)).toThrow(/not a figure/);
  });

  it("that no image defines are a dash", () => {
    expect(filled("{{% undefinedHere}}", figures)).toBe("–");
  });

  it("never show a negative zero", () => {
    expect(number(-0.001)).toBe("0.00");
    expect(number(-0.005001, 2)).toBe("−0.01");
  });

  it("stand in tables whose numbers are flush right", () => {
    expect(table(["a", "b"], [["x", "1"]])).toBe("| a | b |\n|---|--:|\n| x | 1 |");
  });
});
