import {
  type Clip,
  type Frame,
  intersectClips,
  joinClips,
  scaledFrame,
  wholeFrame,
} from "@/core/annotation/raster/frame";
import { type Ground, prepareGround, type SilhouetteMask } from "@/core/annotation/raster/ground";
import { paintShapes, shapeClip } from "@/core/annotation/raster/rasterise";
import type { DocumentSnapshot, Shape } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import type { Size } from "@/core/domain/spaces";

/** The longer side of the region bitmap at most; beyond it a screen shows no more. */
const LONGEST = 1400;

/** Labels of one frame, renewed only where shapes changed (SPEC.md P10). */
export class LabelRaster {
  readonly labels: Uint8Array;
  private ground: Ground | null = null;
  private groundOf: readonly unknown[] = [];
  private shapes: readonly Shape[] = [];

  constructor(
    readonly frame: Frame,
    private readonly parts: readonly Part[],
  ) {
    this.labels = new Uint8Array(frame.width * frame.height);
  }

  /** Brings the labels up to date; returns the rectangle that may have changed, or null. */
  update(snapshot: DocumentSnapshot, silhouette: SilhouetteMask | null): Clip | null {
    const inputs = [silhouette, snapshot.silhouette];
    let dirty: Clip | null = null;
    if (!this.ground || inputs.some((input, i) => input !== this.groundOf[i])) {
      this.ground = prepareGround(this.parts, silhouette, snapshot.silhouette, this.frame);
      this.groundOf = inputs;
      dirty = wholeFrame(this.frame);
    } else {
      dirty = this.changedClip(snapshot.shapes);
    }
    this.shapes = snapshot.shapes;
    if (dirty) paintShapes(this.ground, snapshot.shapes, this.parts, this.labels, dirty);
    return dirty;
  }

  private changedClip(next: readonly Shape[]): Clip | null {
    const old = new Map(this.shapes.map((s) => [s.id, s]));
    let clip: Clip | null = null;
    const add = (shape: Shape) => {
      const own = shapeClip(shape, this.frame);
      clip = clip ? joinClips(clip, own) : own;
    };
    for (const shape of next) {
      const before = old.get(shape.id);
      old.delete(shape.id);
      if (before === shape) continue;
      add(shape);
      if (before) add(before);
    }
    for (const gone of old.values()) add(gone);
    return clip && intersectClips(clip, wholeFrame(this.frame));
  }
}

/** The partition as a picture: each part in its colour, Body faint, Background veiled. */
export class RegionLayer {
  readonly canvas: HTMLCanvasElement;
  private readonly raster: LabelRaster;
  private readonly palette: Uint32Array;
  private readonly context: CanvasRenderingContext2D;

  constructor(image: Size, parts: readonly Part[]) {
    const factor = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const width = Math.max(1, Math.round(image.width * factor));
    const height = Math.max(1, Math.round(image.height * factor));
    this.raster = new LabelRaster(scaledFrame(image, width, height), parts);
    this.canvas = document.createElement("canvas");
    this.canvas.width = width;
    this.canvas.height = height;
    this.context = this.canvas.getContext("2d")!;
    this.palette = palette(parts);
  }

  /** Renews the picture where needed; true when it changed. */
  update(snapshot: DocumentSnapshot, silhouette: SilhouetteMask | null): boolean {
    const clip = this.raster.update(snapshot, silhouette);
    if (!clip) return false;
    const { labels, frame } = this.raster;
    const w = clip.x1 - clip.x0;
    const h = clip.y1 - clip.y0;
    const pixels = new Uint32Array(w * h);
    for (let y = 0; y < h; y++) {
      const from = (clip.y0 + y) * frame.width + clip.x0;
      for (let x = 0; x < w; x++) pixels[y * w + x] = this.palette[labels[from + x]!]!;
    }
    this.context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), w, h), clip.x0, clip.y0);
    return true;
  }
}

/** Label → RGBA as one little-endian word. */
function palette(parts: readonly Part[]): Uint32Array {
  const words = new Uint32Array(256);
  for (const part of parts) {
    const rgb = Number.parseInt(part.colour.slice(1), 16);
    const [r, g, b] = part.kind === "background" ? [12, 14, 20] : [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
    const alpha = part.kind === "part" ? 0.62 : part.kind === "rest" ? 0.2 : 0.5;
    words[part.position] = ((Math.round(alpha * 255) << 24) | (b! << 16) | (g! << 8) | r!) >>> 0;
  }
  return words;
}
