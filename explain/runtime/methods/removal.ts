import { ExplainError } from "../../errors";
import { NO_PART } from "../../measures";
import { randomOf } from "../../random";
import { batches, type Passes } from "../passes";
import { fillerOf } from "./fill";
import type { MethodRun, MultiPassMethod, PartValue } from "./types";

/** Up to here all 2^K coalitions of parts are tried. */
export const MAX_EXACT_PARTS = 10;

function imageShape(passes: Passes): { channels: number; height: number; width: number } {
  const [channels, height, width] = passes.imageShape;
  if (passes.imageShape.length !== 3) {
    throw new ExplainError(
      "UNSUPPORTED_MODEL",
      "This method takes parts of an image away; the model's input is no image.",
    );
  }
  return { channels: channels!, height: height!, width: width! };
}

/** Scores of the target for many variants of the image, made one batch at a time. */
async function scoresOf(
  run: MethodRun,
  n: number,
  variant: (k: number) => Float32Array,
): Promise<Float64Array> {
  const { passes, target, signal } = run;
  const scores = new Float64Array(n);
  for (const { start, count } of batches(n, passes.batchSize)) {
    const input = new Float32Array(count * passes.imageSize);
    for (let i = 0; i < count; i++) input.set(variant(start + i), i * passes.imageSize);
    const logits = await passes.forward(input, signal);
    for (let i = 0; i < count; i++) scores[start + i] = logits[i * passes.compiled.classCount + target]!;
  }
  return scores;
}

/**
 * Occlusion (Zeiler 2014): how much the score falls when a window is covered by the baseline; every pixel gets the mean over
 * the windows that covered it, spread evenly over the channels.
 */
export const occlusion: MultiPassMethod = async (run) => {
  const { passes, image, settings } = run;
  const { channels, height, width } = imageShape(passes);
  const side = Math.min(settings.window, height, width);
  const starts = (length: number) => {
    const all: number[] = [];
    for (let at = 0; at + side < length; at += settings.stride) all.push(at);
    return [...all, length - side];
  };
  const windows = starts(height).flatMap((top) => starts(width).map((left) => ({ top, left })));
  const covered = (k: number) => {
    const { top, left } = windows[k]!;
    const result = image.slice();
    for (let c = 0; c < channels; c++) {
      for (let y = top; y < top + side; y++) {
        const from = (c * height + y) * width + left;
        if (settings.baseline) result.set(settings.baseline.subarray(from, from + side), from);
        else result.fill(0, from, from + side);
      }
    }
    return result;
  };
  const scores = await scoresOf(run, windows.length + 1, (k) => (k === windows.length ? image : covered(k)));
  const area = height * width;
  const sum = new Float64Array(area);
  const count = new Uint32Array(area);
  windows.forEach(({ top, left }, k) => {
    for (let y = top; y < top + side; y++) {
      for (let x = left; x < left + side; x++) {
        sum[y * width + x]! += scores[windows.length]! - scores[k]!;
        count[y * width + x]!++;
      }
    }
  });
  return { relevance: Float32Array.from(image, (_, i) => sum[i % area]! / count[i % area]! / channels) };
};

function partsIn(labels: Uint8Array | null, area: number): { labels: Uint8Array; parts: number[] } {
  if (!labels || labels.length !== area) {
    throw new ExplainError(
      "BAD_INPUT",
      "part-shapley needs a label map in the model's frame (--parts); give one byte a pixel.",
    );
  }
  const parts = [...new Set(labels)].filter((l) => l !== NO_PART).sort((a, b) => a - b);
  if (parts.length === 0)
    throw new ExplainError("BAD_INPUT", "The label map names no part; every pixel is 255.");
  return { labels, parts };
}

/** Makes the image in which only the parts with a true entry are present; what belongs to no part always is. */
function coalitionImage(run: MethodRun, labels: Uint8Array, parts: readonly number[]) {
  const filler = fillerOf(run.image, imageShape(run.passes), run.settings.fill);
  const position = new Map(parts.map((label, i) => [label, i]));
  return (present: (part: number) => boolean): Float32Array =>
    filler(labels.map((l) => (l === NO_PART || present(position.get(l)!) ? 1 : 0)));
}

/** Exact: φ_k = Σ_S |S|!(K−|S|−1)!/K! · (v(S ∪ k) − v(S)) over all coalitions. */
export function shapleyOf(values: ArrayLike<number>, K: number): number[] {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const size = (s: number) => s.toString(2).replaceAll("0", "").length;
  return Array.from({ length: K }, (_, k) => {
    let phi = 0;
    for (let s = 0; s < 2 ** K; s++) {
      if (s & (1 << k)) continue;
      const weight = (factorial(size(s)) * factorial(K - size(s) - 1)) / factorial(K);
      phi += weight * (values[s | (1 << k)]! - values[s]!);
    }
    return phi;
  });
}

async function exact(run: MethodRun, labels: Uint8Array, parts: readonly number[]): Promise<PartValue[]> {
  const imageOf = coalitionImage(run, labels, parts);
  const values = await scoresOf(run, 2 ** parts.length, (s) => imageOf((k) => (s & (1 << k)) !== 0));
  return shapleyOf(values, parts.length).map((value, k) => ({ index: parts[k]!, value, standardError: 0 }));
}

function shuffled(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Parts enter in random orders; a part's value is its mean gain, known up to its standard error. */
async function sampled(run: MethodRun, labels: Uint8Array, parts: readonly number[]): Promise<PartValue[]> {
  const imageOf = coalitionImage(run, labels, parts);
  const random = randomOf(run.settings.seed);
  const K = parts.length;
  const orders = Array.from({ length: Math.max(2, run.settings.permutations) }, () => shuffled(K, random));
  // Of each order, the images with its first 0, 1, … K parts.
  const scores = await scoresOf(run, orders.length * (K + 1), (n) => {
    const first = new Set(orders[Math.floor(n / (K + 1))]!.slice(0, n % (K + 1)));
    return imageOf((k) => first.has(k));
  });
  const gains = parts.map((): number[] => []);
  orders.forEach((order, o) => {
    for (const [at, part] of order.entries()) {
      gains[part]!.push(scores[o * (K + 1) + at + 1]! - scores[o * (K + 1) + at]!);
    }
  });
  return gains.map((list, k) => {
    const value = list.reduce((sum, g) => sum + g, 0) / list.length;
    const variance = list.reduce((sum, g) => sum + (g - value) ** 2, 0) / (list.length - 1);
    return { index: parts[k]!, value, standardError: Math.sqrt(variance / list.length) };
  });
}

/** Shapley values over the parts of a label map; a part's value is spread evenly over its pixels and channels. */
export const partShapley: MultiPassMethod = async (run) => {
  const { channels, height, width } = imageShape(run.passes);
  const { labels, parts } = partsIn(run.labels, height * width);
  const values = await (parts.length <= MAX_EXACT_PARTS ? exact : sampled)(run, labels, parts);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const share = new Map(values.map((p) => [p.index, p.value / counts.get(p.index)! / channels]));
  const relevance = Float32Array.from(run.image, (_, i) => share.get(labels[i % labels.length]!) ?? 0);
  return { relevance, parts: values };
};

/** How much the score falls when one part alone is taken away; for the faithfulness of part scores. */
export async function partDrops(run: MethodRun): Promise<{ index: number; drop: number }[]> {
  const { height, width } = imageShape(run.passes);
  const { labels, parts } = partsIn(run.labels, height * width);
  const imageOf = coalitionImage(run, labels, parts);
  const scores = await scoresOf(run, parts.length + 1, (n) => imageOf((k) => k !== n));
  return parts.map((index, k) => ({ index, drop: scores[parts.length]! - scores[k]! }));
}
