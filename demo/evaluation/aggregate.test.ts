import { describe, expect, it } from "vitest";
import { partShares } from "./aggregate";

describe("part shares", () => {
  it("differ where a large part is evenly relevant: the mean forgets how large it is", () => {
    // One eye pixel with relevance 4, sixteen background pixels with 1 each.
    const labels = Uint8Array.from([0, ...new Array<number>(16).fill(1)]);
    const map = [4, ...new Array<number>(16).fill(1)];
    const { mean, sum } = partShares(map, labels, 3);
    expect(mean).toEqual([0.8, 0.2, null]);
    expect(sum).toEqual([0.2, 0.8, null]);
  });

  it("keep signs apart under the mean, and never add up to more than one of a sign", () => {
    const { mean, sum } = partShares([3, -1, -4, 2], Uint8Array.from([0, 0, 1, 1]), 2);
    expect(mean).toEqual([0.6, -0.8]);
    expect(sum).toEqual([0.5, -0.5]);
  });
});
