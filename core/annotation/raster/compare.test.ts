import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overlap, partChanges } from "./compare";

const COUNT = 4;
const label = fc.constantFrom(0, 1, 2, 3, 255);
const rasters = fc
  .integer({ min: 0, max: 60 })
  .chain((n) => fc.tuple(...[0, 1].map(() => fc.array(label, { minLength: n, maxLength: n }))))
  .map(([a, b]) => [Uint8Array.from(a!), Uint8Array.from(b!)] as const);

/** Sets of pixels, one part at a time. */
function slow(before: Uint8Array, after: Uint8Array, part: number) {
  const pixels = (labels: Uint8Array) => new Set([...labels.keys()].filter((i) => labels[i] === part));
  const [a, b] = [pixels(before), pixels(after)];
  const both = [...a].filter((i) => b.has(i)).length;
  return { change: { before: a.size, after: b.size, both }, union: new Set([...a, ...b]).size };
}

describe("comparing two label rasters", () => {
  it("counts as sets of pixels do", () => {
    fc.assert(
      fc.property(rasters, ([before, after]) => {
        const changes = partChanges(before, after, COUNT);
        for (let part = 0; part < COUNT; part++) {
          const { change, union } = slow(before, after, part);
          expect(changes[part]).toEqual(change);
          expect(overlap(changes[part]!)).toBe(union === 0 ? null : change.both / union);
        }
      }),
    );
  });

  it("is 1 for every part of a raster with itself, and knows nothing of other frames", () => {
    fc.assert(
      fc.property(rasters, ([labels]) => {
        for (const change of partChanges(labels, labels, COUNT)) expect(overlap(change) ?? 1).toBe(1);
      }),
    );
    expect(() => partChanges(new Uint8Array(3), new Uint8Array(4), COUNT)).toThrow(RangeError);
  });
});
