import { type FrameMap, frameMap, type InputTransform, type Size } from "@/core/domain/spaces";

/** Labels of pixels that lie outside the photograph (a model frame's padding). */
export const NO_PART = 255;

/** A pixel grid laid over the photograph: `frame = image · scale + offset`, per axis. */
export interface Frame extends Size {
  map: FrameMap;
  image: Size;
}

/** The photograph's own grid. */
export function imageFrame(image: Size): Frame {
  return { ...image, image, map: { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 } };
}

/** The classifier's input grid. */
export function modelFrame(transform: InputTransform, image: Size): Frame {
  return { ...transform.size, image, map: frameMap(transform, image) };
}

/** The photograph scaled to `width` × `height`, for a preview layer. */
export function scaledFrame(image: Size, width: number, height: number): Frame {
  return {
    width,
    height,
    image,
    map: { scaleX: width / image.width, scaleY: height / image.height, offsetX: 0, offsetY: 0 },
  };
}

/** The x (image pixels) of the centre of column i; the one place where pixel centres are mapped back. */
export function columnX(frame: Frame, i: number): number {
  return (i + 0.5 - frame.map.offsetX) / frame.map.scaleX;
}

export function rowY(frame: Frame, j: number): number {
  return (j + 0.5 - frame.map.offsetY) / frame.map.scaleY;
}

/** Whole pixels: x0 ≤ x < x1, y0 ≤ y < y1. */
export interface Clip {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export function wholeFrame(frame: Size): Clip {
  return { x0: 0, y0: 0, x1: frame.width, y1: frame.height };
}

export function intersectClips(a: Clip, b: Clip): Clip | null {
  const clip = {
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  };
  return clip.x0 < clip.x1 && clip.y0 < clip.y1 ? clip : null;
}

export function joinClips(a: Clip, b: Clip): Clip {
  return {
    x0: Math.min(a.x0, b.x0),
    y0: Math.min(a.y0, b.y0),
    x1: Math.max(a.x1, b.x1),
    y1: Math.max(a.y1, b.y1),
  };
}
