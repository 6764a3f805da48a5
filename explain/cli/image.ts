import sharp, { type OutputInfo, type Sharp } from "sharp";
import { ExplainError } from "../errors";
import type { InputTransform } from "./transform";

/**
 * Decodes a photograph and brings it into the model's frame: EXIF orientation applied, transparency over white.
 *
 * @returns `[1, 3, height, width]`, normalised
 */
export async function loadImage(file: string, transform: InputTransform): Promise<Float32Array> {
  const { width, height } = transform.size;
  let pixels: Buffer;
  try {
    const upright = sharp(file).rotate().flatten({ background: "#ffffff" }).toColourspace("srgb");
    const { data, info } = await upright.removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const image = sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
    pixels = await place(image, info, transform).raw().toBuffer();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ExplainError(
      "BAD_INPUT",
      `The image ${file} cannot be read: ${reason}. (For a .npy input add --raw.)`,
      { cause },
    );
  }
  const area = width * height;
  const channels = pixels.length / area;
  const result = new Float32Array(3 * area);
  for (let c = 0; c < 3; c++) {
    const source = Math.min(transform.channelOrder === "BGR" ? 2 - c : c, channels - 1);
    for (let i = 0; i < area; i++) {
      result[c * area + i] =
        (pixels[i * channels + source]! * transform.scale - transform.mean[c]!) / transform.std[c]!;
    }
  }
  return result;
}

function place(image: Sharp, size: { width: number; height: number }, transform: InputTransform): Sharp {
  const { width, height } = transform.size;
  if (transform.resize === "stretch") return image.resize(width, height, { fit: "fill", kernel: "linear" });
  if (transform.resize === "longer-side-pad") {
    const ratio = Math.min(width / size.width, height / size.height);
    const w = Math.max(1, Math.round(size.width * ratio));
    const h = Math.max(1, Math.round(size.height * ratio));
    return image
      .resize(w, h, { fit: "fill", kernel: "linear" })
      .extend({ right: width - w, bottom: height - h, background: "#000000" });
  }
  const to = transform.resizeTo ?? Math.max(width, height);
  const ratio = to / Math.min(size.width, size.height);
  const w = Math.round(size.width * ratio);
  const h = Math.round(size.height * ratio);
  const left = Math.round((w - width) / 2);
  const top = Math.round((h - height) / 2);
  return image.resize(w, h, { fit: "fill", kernel: "linear" }).extract({ left, top, width, height });
}

/** A label map: one byte a pixel naming the part, 255 where there is none; in the model's frame. */
export async function loadLabels(file: string, width: number, height: number): Promise<Uint8Array> {
  let decoded: { data: Buffer; info: OutputInfo };
  try {
    decoded = await sharp(file).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw new ExplainError(
      "BAD_INPUT",
      `The label map ${file} cannot be read; give a PNG with one grey level a part.`,
      { cause },
    );
  }
  const { data, info } = decoded;
  if (info.width !== width || info.height !== height) {
    throw new ExplainError(
      "BAD_INPUT",
      `The label map is ${info.width}×${info.height}; it has to lie in the model's frame, ${width}×${height}.`,
    );
  }
  return new Uint8Array(data);
}

/** Red for what speaks for the class, blue for what speaks against it, white for nothing. */
export async function saveHeatmap(
  file: string,
  map: Float32Array,
  width: number,
  height: number,
): Promise<void> {
  const largest = map.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
  const pixels = new Uint8Array(3 * map.length);
  map.forEach((value, i) => {
    const share = Math.round(255 * (1 - Math.abs(value) / largest));
    pixels.set(value >= 0 ? [255, share, share] : [share, share, 255], 3 * i);
  });
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(file);
}
