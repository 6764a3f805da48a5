import sharp, { type Metadata, type Sharp } from "sharp";
import { AppError } from "@/core/domain/errors";
import type { Size } from "@/core/domain/spaces";

/** A decoded photograph: EXIF-oriented, sRGB, interleaved 8-bit RGB, row-major. */
export interface Pixels extends Size {
  data: Uint8Array;
}

/** More would be a decompression bomb, or at best three bytes a pixel that nobody needs. */
export const MAX_PIXELS = 100_000_000;
const MAX_SIDE = 30_000;

// Jobs run side by side; a pool of threads in each of them, and a cache of files that come once, only cost memory.
sharp.concurrency(1);
sharp.cache(false);

/** Size of the photograph as people see it, after a look at its header only. Throws as `openPhoto` does. */
export async function photoSize(bytes: Buffer, name: string): Promise<Size> {
  return orientedSize(await header(bytes, name), name);
}

/**
 * The photograph as a sharp pipeline: upright, sRGB, transparency on white.
 * Throws AppError `unsupported_media`, `too_large` or `invalid_input`, naming the file and saying what to do.
 */
export async function openPhoto(bytes: Buffer, name: string): Promise<{ pipeline: Sharp; size: Size }> {
  const size = await photoSize(bytes, name);
  const pipeline = sharp(bytes, { failOn: "error", limitInputPixels: MAX_PIXELS })
    .autoOrient()
    .toColourspace("srgb")
    .flatten({ background: "#ffffff" });
  return { pipeline, size };
}

/** Decodes the whole photograph. Throws as `openPhoto` does, also for a file that ends too early. */
export async function decodePhoto(bytes: Buffer, name: string): Promise<Pixels> {
  const { pipeline } = await openPhoto(bytes, name);
  return readable(name, async () => {
    const { data, info } = await pipeline.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  });
}

/** Runs a decoding step; whatever the decoder says becomes one sentence about this file. */
export async function readable<T>(name: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    const early = /premature end|truncat|end of file|unexpected end|not enough data|incomplete/i.test(said);
    throw new AppError(
      "invalid_input",
      early
        ? `“${name}” is damaged: the file ends too early. Upload it again from the original.`
        : `“${name}” is damaged and cannot be read. Open it in a photo program, save a copy, and upload that.`,
      { cause },
    );
  }
}

async function header(bytes: Buffer, name: string): Promise<Metadata> {
  if (!hasPhotoSignature(bytes)) {
    throw new AppError("unsupported_media", `“${name}” is not a JPEG, PNG or WebP photograph.`);
  }
  return readable(name, () => sharp(bytes, { limitInputPixels: false }).metadata());
}

/** Only these decoders ever see a file, whatever it calls itself. */
function hasPhotoSignature(bytes: Buffer): boolean {
  const starts = (hex: string, at = 0) =>
    bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, "hex"));
  const isJpeg = starts("ffd8ff");
  const isPng = starts("89504e470d0a1a0a");
  const isWebp = starts("52494646") && starts("57454250", 8);
  return isJpeg || isPng || isWebp;
}

function orientedSize(metadata: Metadata, name: string): Size {
  const { width, height } = metadata.autoOrient;
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new AppError(
      "too_large",
      `“${name}” has ${width} × ${height} pixels; at most ${MAX_PIXELS / 1e6} megapixels and ${MAX_SIDE} a side can be read. Upload a smaller copy.`,
    );
  }
  return { width, height };
}
