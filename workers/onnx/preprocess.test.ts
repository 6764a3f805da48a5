import fc from "fast-check";
import { expect, test } from "vitest";
import { frameMap, type InputTransform, resizedSize, toImage } from "@/core/domain/spaces";
import type { Pixels } from "../photo/decode";
import { preprocess } from "./preprocess";

const base: InputTransform = {
  size: { width: 16, height: 16 },
  resize: "stretch",
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
};

function photo(width: number, height: number, level: (x: number, y: number, c: number) => number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) data[(y * width + x) * 3 + c] = level(x, y, c);
  return { data, width, height };
}

const transforms = fc
  .record({
    width: fc.integer({ min: 4, max: 24 }),
    height: fc.integer({ min: 4, max: 24 }),
    resize: fc.constantFrom("stretch", "shorter-side", "longer-side-pad" as const),
    more: fc.integer({ min: 0, max: 8 }),
  })
  .map(
    ({ width, height, resize, more }): InputTransform => ({
      ...base,
      size: { width, height },
      resize,
      resizeTo: Math.max(width, height) + more,
    }),
  );

test("a pixel of the input shows the place of the photograph that the frame map says", () => {
  fc.assert(
    fc.property(
      transforms,
      fc.integer({ min: 30, max: 90 }),
      fc.integer({ min: 30, max: 90 }),
      (transform, width, height) => {
        // Red tells x, green tells y, in levels of two a pixel.
        const source = photo(width, height, (x, y, c) => (c === 0 ? 2 * x : c === 1 ? 2 * y : 255));
        const input = preprocess(source, transform);
        const map = frameMap(transform, source);
        const { width: w, height: h } = transform.size;
        const radius = { x: 1 / map.scaleX, y: 1 / map.scaleY };
        for (let j = 0; j < h; j++) {
          for (let i = 0; i < w; i++) {
            const [x, y] = toImage(map, [i + 0.5, j + 0.5]);
            const inside = x > radius.x && y > radius.y && x < width - radius.x && y < height - radius.y;
            if (!inside) continue;
            // Pixel 0 has its centre at 0.5; away from the border a symmetric filter keeps a ramp.
            expect(Math.abs(input[j * w + i]! - 2 * (x - 0.5))).toBeLessThanOrEqual(1.5);
            expect(Math.abs(input[w * h + j * w + i]! - 2 * (y - 0.5))).toBeLessThanOrEqual(1.5);
          }
        }
      },
    ),
  );
});

test("padding is black and lies at the bottom right", () => {
  const transform: InputTransform = { ...base, resize: "longer-side-pad", mean: [1, 2, 3], std: [2, 2, 2] };
  const source = photo(32, 16, () => 101);
  expect(resizedSize(transform, source)).toEqual({ width: 16, height: 8 });
  const input = preprocess(source, transform);
  for (let c = 0; c < 3; c++) {
    const plane = [...input.subarray(c * 256, (c + 1) * 256)];
    expect(plane.slice(0, 128).every((v) => v === (101 - (c + 1)) / 2)).toBe(true);
    expect(plane.slice(128).every((v) => v === (0 - (c + 1)) / 2)).toBe(true);
  }
});

test("values are (v · scale − mean) / std, in the network's channel order", () => {
  const source = photo(16, 16, (_x, _y, c) => [10, 20, 30][c]!);
  const normal: InputTransform = { ...base, scale: 1 / 10, mean: [0.5, 1, 1.5], std: [1, 2, 4] };
  const values = (t: InputTransform) => [0, 1, 2].map((c) => preprocess(source, t)[c * 256]!);
  expect(values(normal)).toEqual([0.5, 0.5, 0.375]);
  expect(values({ ...normal, channelOrder: "BGR" })).toEqual([2.5, 0.5, -0.125]);
});

test("the centre crop cuts the same from both sides", () => {
  const transform: InputTransform = { ...base, resize: "shorter-side", resizeTo: 20 };
  const input = preprocess(
    photo(40, 20, (x) => x),
    transform,
  );
  // 40 wide, 16 kept: 12 from each side.
  expect([...input.subarray(0, 16)]).toEqual(Array.from({ length: 16 }, (_, i) => i + 12));
});
