import fc from "fast-check";
import { expect, test } from "vitest";
import { frameMap, type InputTransform, toModel } from "@/core/domain/spaces";
import { type SegmentationLogits, silhouetteOf } from "./silhouette";

const transform = (resize: InputTransform["resize"], width: number, height: number): InputTransform => ({
  size: { width, height },
  resize,
  resizeTo: Math.max(width, height) + 3,
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
});

const scores = fc
  .record({
    classes: fc.integer({ min: 2, max: 4 }),
    width: fc.integer({ min: 2, max: 6 }),
    height: fc.integer({ min: 2, max: 6 }),
  })
  .chain((shape) => {
    const length = shape.classes * shape.width * shape.height;
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    return fc
      .array(value, { minLength: length, maxLength: length })
      .map((data): SegmentationLogits => ({ ...shape, data: Float32Array.from(data) }));
  });

/** The margin at a place of the model's frame, straight from the definition. */
function slowMargin(logits: SegmentationLogits, foreground: number[], u: number, v: number): number {
  const { classes, width, height, data } = logits;
  const clamp = (value: number, max: number) => Math.min(max, Math.max(0, value));
  const margin = (i: number, j: number) => {
    const at = (c: number) => data[c * width * height + j * width + i]!;
    const all = Array.from({ length: classes }, (_, c) => c);
    const best = (list: number[]) => Math.max(...list.map(at));
    return best(all.filter((c) => foreground.includes(c))) - best(all.filter((c) => !foreground.includes(c)));
  };
  const x = clamp(u - 0.5, width - 1);
  const y = clamp(v - 0.5, height - 1);
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [i1, j1] = [Math.min(i + 1, width - 1), Math.min(j + 1, height - 1)];
  const [fx, fy] = [x - i, y - j];
  return (
    (1 - fy) * ((1 - fx) * margin(i, j) + fx * margin(i1, j)) +
    fy * ((1 - fx) * margin(i, j1) + fx * margin(i1, j1))
  );
}

test("every pixel agrees with the bilinear margin at the place the frame map sends it to", () => {
  fc.assert(
    fc.property(
      scores,
      fc.constantFrom("stretch", "shorter-side", "longer-side-pad" as const),
      fc.integer({ min: 3, max: 30 }),
      fc.integer({ min: 3, max: 30 }),
      (logits, resize, width, height) => {
        const t = transform(resize, 12, 12);
        const photo = { width, height };
        const { mask, coverage } = silhouetteOf(logits, [1], t, photo);
        const map = frameMap(t, photo);
        let inside = 0;
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const [mx, my] = toModel(map, [x + 0.5, y + 0.5]);
            const seen = mx >= 0 && my >= 0 && mx <= 12 && my <= 12;
            const margin = slowMargin(logits, [1], (mx * logits.width) / 12, (my * logits.height) / 12);
            const value = mask[y * width + x]!;
            if (value) inside++;
            if (!seen) expect(value).toBe(0);
            else if (Math.abs(margin) > 1e-4) expect(value).toBe(margin > 0 ? 255 : 0);
          }
        }
        expect(coverage).toBeCloseTo(inside / (width * height), 12);
      },
    ),
  );
});

test("foreground null is every class but 0, and found names the best of them by share", () => {
  // Left half class 2, right half class 1 in the top row and background in the bottom row.
  const data = new Float32Array(3 * 4 * 2).fill(-1);
  const set = (c: number, i: number, j: number) => {
    data[c * 8 + j * 4 + i] = 1;
  };
  for (const j of [0, 1]) for (const i of [0, 1]) set(2, i, j);
  for (const i of [2, 3]) set(1, i, 0);
  for (const i of [2, 3]) set(0, i, 1);
  const { found } = silhouetteOf(
    { classes: 3, width: 4, height: 2, data },
    null,
    transform("stretch", 8, 4),
    { width: 80, height: 40 },
  );
  expect(found).toEqual([
    { index: 2, share: 0.5 },
    { index: 1, share: 0.25 },
  ]);
});

test("one channel: above 0 is foreground", () => {
  const data = Float32Array.of(-1, 1);
  const { mask } = silhouetteOf({ classes: 1, width: 2, height: 1, data }, null, transform("stretch", 2, 1), {
    width: 4,
    height: 1,
  });
  expect([...mask]).toEqual([0, 0, 255, 255]);
});
