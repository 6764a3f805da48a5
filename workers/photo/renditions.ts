import type { Size } from "@/core/domain/spaces";
import { openPhoto, readable } from "./decode";

export const DISPLAY_SIDE = 2048;
export const THUMB_SIDE = 320;
/** Part of the artefact's key: another value is another rendition. */
export const RENDITION = { display: DISPLAY_SIDE, thumb: THUMB_SIDE, format: "webp", quality: 82 } as const;

export interface Renditions extends Size {
  /** WebP of the whole photograph, longest side at most 2048, without metadata (no place, no camera). */
  display: Buffer;
  /** WebP, longest side at most 320. */
  thumb: Buffer;
}

/** What the product shows of a photograph. Reads every pixel, so a damaged file is found here. */
export async function makeRenditions(bytes: Buffer, name: string): Promise<Renditions> {
  const { pipeline, size } = await openPhoto(bytes, name);
  return readable(name, async () => {
    const display = await pipeline
      .resize({ width: DISPLAY_SIDE, height: DISPLAY_SIDE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: RENDITION.quality, effort: 3 })
      .toBuffer();
    const { pipeline: again } = await openPhoto(bytes, name);
    const thumb = await again
      .resize({ width: THUMB_SIDE, height: THUMB_SIDE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: RENDITION.quality, effort: 4 })
      .toBuffer();
    return { ...size, display, thumb };
  });
}
