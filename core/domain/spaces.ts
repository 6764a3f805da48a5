import { z } from "zod";

/** A point in the photograph: pixels, y down, origin at the top left corner of the top left pixel. */
export type ImagePoint = readonly [x: number, y: number] & { readonly __space?: "image" };
/** A point in the classifier's input frame, same conventions. */
export type ModelPoint = readonly [x: number, y: number] & { readonly __space?: "model" };
/** A point on the canvas element, CSS pixels. */
export type ScreenPoint = readonly [x: number, y: number] & { readonly __space?: "screen" };

export interface Size {
  width: number;
  height: number;
}

const three = z.tuple([z.number().finite(), z.number().finite(), z.number().finite()]);

/**
 * How a photograph becomes a network's input; declared once per model.
 *
 * `stretch`: both sides scaled to `size`. `shorter-side`: the shorter side becomes `resizeTo`, then the centre
 * `size` is cut out. `longer-side-pad`: the longer side becomes that of `size`, zero-padded at the bottom right.
 * A channel value v in 0…255 becomes `(v · scale − mean) / std`.
 */
export const inputTransformSchema = z
  .object({
    size: z.object({ width: z.number().int().min(1).max(4096), height: z.number().int().min(1).max(4096) }),
    resize: z.enum(["stretch", "shorter-side", "longer-side-pad"]),
    resizeTo: z.number().int().min(1).max(4096).optional(),
    scale: z
      .number()
      .positive()
      .default(1 / 255),
    mean: three,
    std: three.refine((s) => s.every((v) => v !== 0), "A standard deviation of 0 divides by zero."),
    channelOrder: z.enum(["RGB", "BGR"]).default("RGB"),
  })
  .refine(
    (t) => t.resize !== "shorter-side" || (t.resizeTo ?? 0) >= Math.max(t.size.width, t.size.height),
    "resizeTo must be at least as large as the crop.",
  );
export type InputTransform = z.infer<typeof inputTransformSchema>;

/** `model = image · scale + offset`, per axis; invertible because both scales are positive. */
export interface FrameMap {
  scaleX: number;
  scaleY: number;
  offsetX: number;
  offsetY: number;
}

/** The map from a photograph of `image` size (after EXIF orientation) to the model's frame. */
export function frameMap(transform: InputTransform, image: Size): FrameMap {
  const { width, height } = transform.size;
  switch (transform.resize) {
    case "stretch":
      return { scaleX: width / image.width, scaleY: height / image.height, offsetX: 0, offsetY: 0 };
    case "shorter-side": {
      const { width: w, height: h } = resizedSize(transform, image);
      return {
        scaleX: w / image.width,
        scaleY: h / image.height,
        offsetX: -roundHalfEven((w - width) / 2),
        offsetY: -roundHalfEven((h - height) / 2),
      };
    }
    case "longer-side-pad": {
      const { width: w, height: h } = resizedSize(transform, image);
      return { scaleX: w / image.width, scaleY: h / image.height, offsetX: 0, offsetY: 0 };
    }
  }
}

/** As Python rounds: torchvision's centre crop depends on it. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The whole-pixel size of the photograph after resizing and before cropping or padding. `shorter-side` rounds the
 * longer side down, as torchvision's `Resize` does, so that maps agree with those made in Python.
 */
export function resizedSize(transform: InputTransform, image: Size): Size {
  const { width, height } = transform.size;
  switch (transform.resize) {
    case "stretch":
      return { width, height };
    case "shorter-side": {
      const side = transform.resizeTo ?? Math.max(width, height);
      const shorter = Math.min(image.width, image.height);
      return {
        width: Math.max(width, Math.floor((side * image.width) / shorter)),
        height: Math.max(height, Math.floor((side * image.height) / shorter)),
      };
    }
    case "longer-side-pad": {
      const factor = Math.min(width / image.width, height / image.height);
      return {
        width: Math.min(width, Math.max(1, Math.round(image.width * factor))),
        height: Math.min(height, Math.max(1, Math.round(image.height * factor))),
      };
    }
  }
}

export function toModel(map: FrameMap, [x, y]: ImagePoint): ModelPoint {
  return [x * map.scaleX + map.offsetX, y * map.scaleY + map.offsetY];
}

export function toImage(map: FrameMap, [x, y]: ModelPoint): ImagePoint {
  return [(x - map.offsetX) / map.scaleX, (y - map.offsetY) / map.scaleY];
}

/** The rectangle of the photograph that the classifier sees, in image pixels, clipped to the photograph. */
export function visibleRect(transform: InputTransform, image: Size): { x: number; y: number } & Size {
  const map = frameMap(transform, image);
  const [x0, y0] = toImage(map, [0, 0]);
  const [x1, y1] = toImage(map, [transform.size.width, transform.size.height]);
  const left = Math.max(0, x0);
  const top = Math.max(0, y0);
  return {
    x: left,
    y: top,
    width: Math.min(image.width, x1) - left,
    height: Math.min(image.height, y1) - top,
  };
}
