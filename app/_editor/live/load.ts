import { relevanceScale, relevanceToRgba } from "@/core/analysis/relevance/colour";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import type { Size } from "@/core/domain/spaces";

export async function loadPhoto(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.decoding = "async";
  image.src = url;
  await image.decode();
  return image;
}

/** The silhouette's PNG as bytes, at the size it was stored. */
export async function loadSilhouette(url: string): Promise<SilhouetteMask> {
  const image = await loadPhoto(url);
  const { naturalWidth: width, naturalHeight: height } = image;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace: "srgb" })!;
  context.drawImage(image, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = rgba[4 * i]!;
  return { width, height, data };
}

/** Float32 little-endian, H×W of the model's frame. Throws when the size is another. */
export async function loadRelevance(url: string, size: Size): Promise<Float32Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The relevance map could not be loaded (${response.status}).`);
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== 4 * size.width * size.height)
    throw new Error("The relevance map does not have the size of the classifier's input.");
  return new Float32Array(bytes);
}

/** The relevance map as a picture to lie over the photograph. */
export function heatmapCanvas(relevance: Float32Array, size: Size): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = size.width;
  canvas.height = size.height;
  const rgba = relevanceToRgba(relevance, { scale: relevanceScale(relevance), mode: "overlay" });
  canvas.getContext("2d")!.putImageData(new ImageData(rgba, size.width, size.height), 0, 0);
  return canvas;
}
