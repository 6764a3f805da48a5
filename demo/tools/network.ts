import { readFileSync } from "node:fs";
import { InferenceSession, Tensor } from "onnxruntime-node";
import sharp from "sharp";
import { type InputTransform, inputTransformSchema } from "@/core/domain/spaces";

export interface NetworkCard {
  name: string;
  kind: "classifier" | "segmenter";
  file: string;
  input: string;
  output: string;
  classNames: string[];
  groups?: { name: string; isTarget: boolean; classIndices: number[] }[];
  transform: InputTransform;
}

/** Reads a network's sidecar, e.g. `demo-vgg`. */
export function readCard(name: string): NetworkCard {
  const url = new URL(`../networks/${name}.json`, import.meta.url);
  const card = JSON.parse(readFileSync(url, "utf8")) as NetworkCard;
  return { ...card, transform: inputTransformSchema.parse(card.transform) };
}

/** The network's input for one image of its own size: interleaved 8-bit RGB → normalised `[3·H·W]`. */
export function normalisedInput({ transform }: NetworkCard, rgb: Uint8Array): Float32Array {
  const { size, scale, mean, std } = transform;
  const plane = size.width * size.height;
  if (rgb.length !== 3 * plane) throw new RangeError(`Expected ${3 * plane} bytes, got ${rgb.length}.`);
  const data = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++) data[c * plane + i] = (rgb[3 * i + c]! * scale - mean[c]!) / std[c]!;
  }
  return data;
}

export interface DemoNetwork {
  card: NetworkCard;
  /** Raw output for one image of the network's own size (interleaved 8-bit RGB). */
  run(rgb: Uint8Array): Promise<Float32Array>;
}

export async function loadNetwork(name: string): Promise<DemoNetwork> {
  const card = readCard(name);
  const bytes = readFileSync(new URL(`../networks/${card.file}`, import.meta.url));
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { width, height } = card.transform.size;
  return {
    card,
    async run(rgb) {
      const result = await session.run({
        [card.input]: new Tensor("float32", normalisedInput(card, rgb), [1, 3, height, width]),
      });
      return result[card.output]!.data as Float32Array;
    },
  };
}

/** Decodes a JPEG in full and stretches it to the network's input with the given antialiasing kernel. */
export async function decodeFor(
  card: NetworkCard,
  jpeg: Uint8Array,
  kernel: "linear" | "lanczos3" = "linear",
): Promise<Uint8Array> {
  const { width, height } = card.transform.size;
  // Through raw pixels: a JPEG opened with a resize is scaled by its decoder, which is a different filter.
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: 3 as const };
  return sharp(data, { raw }).resize(width, height, { fit: "fill", kernel }).raw().toBuffer();
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
