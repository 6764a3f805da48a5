import fc from "fast-check";
import { expect, test } from "vitest";
import type { Pixels } from "../photo/decode";
import { resizeTriangle, triangleTaps } from "./resample";

/** One axis written down from the definition: a triangle of half-width max(1, scale) around the mapped centre. */
function slowAxis(values: number[], outputSize: number): number[] {
  const scale = values.length / outputSize;
  const half = Math.max(1, scale);
  return Array.from({ length: outputSize }, (_, o) => {
    const weights = values.map((_, i) => Math.max(0, 1 - Math.abs(i + 0.5 - (o + 0.5) * scale) / half));
    const total = weights.reduce((a, b) => a + b, 0);
    return Math.floor(weights.reduce((sum, w, i) => sum + w * values[i]!, 0) / total + 0.5 + 1e-9);
  });
}

function slowResize({ data, width, height }: Pixels, w: number, h: number): number[] {
  const at = (x: number, y: number, c: number) => data[(y * width + x) * 3 + c]!;
  const out = new Array<number>(w * h * 3);
  for (let c = 0; c < 3; c++) {
    const rows = Array.from({ length: height }, (_, y) =>
      slowAxis(
        Array.from({ length: width }, (_, x) => at(x, y, c)),
        w,
      ),
    );
    for (let x = 0; x < w; x++) {
      const column = slowAxis(
        rows.map((row) => row[x]!),
        h,
      );
      column.forEach((value, y) => {
        out[(y * w + x) * 3 + c] = value;
      });
    }
  }
  return out;
}

const side = fc.integer({ min: 1, max: 9 });
const photo = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): Pixels => ({ data, width, height })),
  );

test("agrees with the definition to a level", () => {
  fc.assert(
    fc.property(photo, side, side, (source, w, h) => {
      const fast = resizeTriangle(source, w, h);
      expect([fast.width, fast.height]).toEqual([w, h]);
      const slow = slowResize(source, w, h);
      // Exactly half a level may round either way, once a pass.
      for (let i = 0; i < slow.length; i++) expect(Math.abs(fast.data[i]! - slow[i]!)).toBeLessThanOrEqual(1);
    }),
  );
});

test("a uniform photograph stays uniform, the same size stays the same", () => {
  fc.assert(
    fc.property(photo, side, side, fc.integer({ min: 0, max: 255 }), (source, w, h, level) => {
      const flat = { ...source, data: new Uint8Array(source.data.length).fill(level) };
      expect(resizeTriangle(flat, w, h).data.every((v) => v === level)).toBe(true);
      expect(resizeTriangle(source, source.width, source.height).data).toEqual(source.data);
    }),
  );
});

test("halving averages as Pillow's BILINEAR does: weights 1 3 3 1 over 8 inside, cut off at the border", () => {
  const { first, count, weights, stride } = triangleTaps(8, 4);
  const taps = (o: number) => [...weights.subarray(o * stride, o * stride + count[o]!)];
  expect(first[1]).toBe(1);
  expect(taps(1)).toEqual([0.125, 0.375, 0.375, 0.125]);
  expect(first[0]).toBe(0);
  expect(taps(0).map((w) => w * 7)).toEqual([3, 3, 1]);
});
