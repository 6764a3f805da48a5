import { sumChannels } from "@/core/analysis/relevance/channels";
import { relevanceScale, relevanceToRgba } from "@/core/analysis/relevance/colour";

/** A relevance map in the model's frame. */
export interface RelevanceMap {
  data: Float32Array;
  width: number;
  height: number;
}

/**
 * Reads a NumPy `.npy` file of little-endian float32 or float64 in C order, shape H×W or [1×]C×H×W (channels are
 * added up). Throws an Error that says what is wrong with the file.
 */
export function parseNpy(bytes: ArrayBuffer): RelevanceMap {
  const view = new DataView(bytes);
  if (bytes.byteLength < 10 || view.getUint32(0) !== 0x934e554d) throw new Error("This is not a .npy file.");
  const wide = view.getUint8(6) >= 2;
  const headerLength = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataAt = (wide ? 12 : 10) + headerLength;
  const header = new TextDecoder().decode(new Uint8Array(bytes, wide ? 12 : 10, headerLength));
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? "")
    .split(",")
    .map((s) => s.trim())
    .filter(Boolean)
    .map(Number);
  if (/'fortran_order':\s*True/.test(header))
    throw new Error("The .npy file is in Fortran order; save it in C order.");
  if (type !== "<f4" && type !== "<f8") throw new Error(`Relevance must be float32 or float64, not ${type}.`);
  const [height, width] = shape.slice(-2);
  if (shape.length < 2 || !height || !width) throw new Error("Relevance must be H×W or C×H×W.");
  const channels = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  const count = channels * height * width;
  const size = type === "<f4" ? 4 : 8;
  if (bytes.byteLength < dataAt + count * size)
    throw new Error("The .npy file is shorter than its header says.");
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = dataAt + i * size;
    values[i] = size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
  }
  return { data: channels === 1 ? values : sumChannels(values, channels, height, width), width, height };
}

const LIMIT = 300;
const heatmaps = new Map<string, Promise<ImageData>>();

/** The overlay picture of a relevance file; the newest few hundred are kept. */
export function loadHeatmap(url: string): Promise<ImageData> {
  const known = heatmaps.get(url);
  if (known) return known;
  const loading = fetch(url).then(async (response) => {
    if (!response.ok) throw new Error(`The heatmap could not be loaded (${response.status}).`);
    const { data, width, height } = parseNpy(await response.arrayBuffer());
    return new ImageData(
      relevanceToRgba(data, { scale: relevanceScale(data), mode: "overlay" }),
      width,
      height,
    );
  });
  heatmaps.set(url, loading);
  // A failed load may be tried again.
  loading.catch(() => heatmaps.delete(url));
  for (const oldest of heatmaps.keys()) {
    if (heatmaps.size <= LIMIT) break;
    heatmaps.delete(oldest);
  }
  return loading;
}
