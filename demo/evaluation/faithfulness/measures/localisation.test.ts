import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { additiveRecord, mapOf } from "../testing/additive";
import { decisivePart, hitsOf, localisation } from "./localisation";

describe("relevance mass and rank accuracy", () => {
  it("counts hits as sorting by hand does", () => {
    const pixels = fc.array(
      fc.tuple(fc.float({ noNaN: true, min: -10, max: 10 }), fc.integer({ min: 0, max: 3 })),
      {
        minLength: 4,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(pixels, (list) => {
        fc.pre(new Set(list.map(([v]) => v)).size === list.length);
        const map = Float32Array.from(list, ([v]) => v);
        const labels = Uint8Array.from(list, ([, l]) => l);
        // Only three of the four labels are regions.
        const found = hitsOf(map, labels, 3);
        for (let region = 0; region < 3; region++) {
          const size = list.filter(([, l]) => l === region).length;
          const top = [...list].sort(([a], [b]) => b - a).slice(0, size);
          expect(found[region]).toBe(top.filter(([, l]) => l === region).length);
        }
      }),
    );
  });

  it("takes the part that costs most as the region, and none where nothing costs anything", () => {
    const rival = new Array<number>(7).fill(0);
    const maps = () => ({ any: { target: mapOf(rival), rival: mapOf(rival) } });
    expect(decisivePart(additiveRecord({ target: [1, 5, 2, 0, 0, 0, -1], rival }, maps))).toBe(1);
    expect(decisivePart(additiveRecord({ target: [-1, -5, -2, 0, 0, 0, -1], rival }, maps))).toBeNull();
  });

  it("gives a map on the part alone all mass, and a blind map the part's area", () => {
    const alone = mapOf([0, 3, -2, -1]);
    expect(localisation(alone, 1).mass).toBe(1);
    const even = {
      parts: [10, 30].map((n) => ({ n, sum: n, positive: n, negative: 0, hits: n })),
      scenery: [],
    };
    expect(localisation(even, 0)).toEqual({ mass: 0.25, rank: 1, area: 0.25 });
  });
});
