import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  frameMap,
  type InputTransform,
  inputTransformSchema,
  resizedSize,
  toImage,
  toModel,
  visibleRect,
} from "./spaces";

const imageNet: InputTransform = {
  size: { width: 224, height: 224 },
  resize: "shorter-side",
  resizeTo: 256,
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: "RGB",
};

const transforms = fc.record({
  size: fc.record({ width: fc.integer({ min: 8, max: 600 }), height: fc.integer({ min: 8, max: 600 }) }),
  resize: fc.constantFrom("stretch" as const, "shorter-side" as const, "longer-side-pad" as const),
  extra: fc.integer({ min: 0, max: 100 }),
});
const images = fc.record({
  width: fc.integer({ min: 1, max: 5000 }),
  height: fc.integer({ min: 1, max: 5000 }),
});
const build = ({
  size,
  resize,
  extra,
}: {
  size: InputTransform["size"];
  resize: InputTransform["resize"];
  extra: number;
}) =>
  inputTransformSchema.parse({
    ...imageNet,
    size,
    resize,
    resizeTo: resize === "shorter-side" ? Math.max(size.width, size.height) + extra : undefined,
  });

describe("frames", () => {
  it("maps a 512 × 384 photograph as torchvision's Resize(256) and CenterCrop(224) do", () => {
    expect(resizedSize(imageNet, { width: 512, height: 384 })).toEqual({ width: 341, height: 256 });
    const map = frameMap(imageNet, { width: 512, height: 384 });
    expect(map.offsetX).toBe(-58);
    expect(map.offsetY).toBe(-16);
    expect(toModel(map, [0, 0])).toEqual([-58, -16]);
    expect(resizedSize(imageNet, { width: 640, height: 427 })).toEqual({ width: 383, height: 256 });
    expect(frameMap(imageNet, { width: 640, height: 427 }).offsetX).toBe(-80);
  });

  it("comes back to the point it started from, whatever the transform", () => {
    fc.assert(
      fc.property(transforms, images, fc.double({ min: 0, max: 1, noNaN: true }), (t, image, u) => {
        const map = frameMap(build(t), image);
        const point = [u * image.width, (1 - u) * image.height] as const;
        const [x, y] = toImage(map, toModel(map, point));
        expect(x).toBeCloseTo(point[0], 6);
        expect(y).toBeCloseTo(point[1], 6);
      }),
    );
  });

  it("shows the classifier only what lies inside the photograph", () => {
    fc.assert(
      fc.property(transforms, images, (t, image) => {
        const rect = visibleRect(build(t), image);
        expect(rect.x).toBeGreaterThanOrEqual(0);
        expect(rect.y).toBeGreaterThanOrEqual(0);
        expect(rect.x + rect.width).toBeLessThanOrEqual(image.width + 1e-6);
        expect(rect.y + rect.height).toBeLessThanOrEqual(image.height + 1e-6);
        expect(rect.width).toBeGreaterThan(0);
        expect(rect.height).toBeGreaterThan(0);
      }),
    );
  });

  it("pads at the bottom right, so the photograph starts at the model's origin", () => {
    const pad = inputTransformSchema.parse({
      ...imageNet,
      resize: "longer-side-pad",
      size: { width: 513, height: 513 },
    });
    expect(resizedSize(pad, { width: 1000, height: 500 })).toEqual({ width: 513, height: 257 });
    expect(toModel(frameMap(pad, { width: 1000, height: 500 }), [0, 0])).toEqual([0, 0]);
  });

  it("refuses a crop larger than the resized photograph and a zero deviation", () => {
    expect(inputTransformSchema.safeParse({ ...imageNet, resizeTo: 200 }).success).toBe(false);
    expect(inputTransformSchema.safeParse({ ...imageNet, std: [1, 0, 1] }).success).toBe(false);
  });
});
