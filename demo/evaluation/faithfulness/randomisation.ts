import { type Randomisation, spearman, ssim } from "@partwise/explain";
import { createExplainer, type Explainer } from "@partwise/explain/runtime";
import { partSums } from "@/core/analysis/scores/part-sums";
import { sumChannels } from "@/explain/measures";
import { DEMO_PARTS } from "../../collection";
import type { PreparedImage } from "./explain-image";
import { SIDE } from "./intervene";
import type { EvaluatedMethod } from "./methods";

/** How alike the maps of the trained network and of one with its top layers as before training are. */
export interface Likeness {
  /** Rank correlation of pixels, of their absolute values, structural similarity (Adebayo 2018). */
  spearman: number;
  absolute: number;
  ssim: number;
  /** Rank correlation of the parts' sums: what the product shows. */
  parts: number;
}

/** The check of one image: by method, then by number of layers randomised (1 first). */
export interface RandomisationRecord {
  index: number;
  methods: Record<string, Likeness[]>;
}

export const RANDOMISATION_VERSION = 2;

/**
 * Part-Shapley is run as the product runs it, on the randomised network's own answers; one fill stands for all. A random map
 * never saw the network: null.
 */
function optionsOf({ source }: EvaluatedMethod) {
  if (source.kind === "explainer") return source.options;
  return source.kind === "part-shapley" && source.fill === "blur"
    ? { method: "part-shapley" as const, fill: source.fill }
    : null;
}

async function mapOf(explainer: Explainer, image: PreparedImage): Promise<Float32Array> {
  const { relevance } = await explainer.explain(image.input, [image.target], { labels: image.labels });
  return sumChannels(relevance, 3);
}

export function likeness(trained: Float32Array, found: Float32Array, image: PreparedImage): Likeness {
  const magnitude = (map: Float32Array) => map.map(Math.abs);
  const scores = (map: Float32Array) => {
    const sums = partSums(map, image.labels, DEMO_PARTS.length);
    return image.visible.map((part) => sums[part]!.sum);
  };
  // A map that vanished (ReLU cut everything off) resembles nothing: 0.
  return {
    spearman: spearman(trained, found) ?? 0,
    absolute: spearman(magnitude(trained), magnitude(found)) ?? 0,
    ssim: ssim(trained, found, SIDE, SIDE),
    parts: spearman(scores(trained), scores(found)) ?? 0,
  };
}

/**
 * Cascades from the scores down, image by image. Each image gets random weights of its own: one draw decides whether the
 * class's score comes out upside down, which would turn all images' maps round together.
 */
export async function randomisationCheck(
  network: Uint8Array,
  method: EvaluatedMethod,
  images: readonly PreparedImage[],
  depths: readonly number[],
  seed: number,
): Promise<Likeness[][] | null> {
  const options = optionsOf(method);
  if (!options) return null;
  const mapUnder = async (image: PreparedImage, randomise?: Randomisation) => {
    const explainer = await createExplainer(network, { ...options, threads: 1, randomise });
    try {
      return await mapOf(explainer, image);
    } finally {
      await explainer.dispose();
    }
  };
  const result: Likeness[][] = [];
  for (const [i, image] of images.entries()) {
    const trained = await mapUnder(image);
    const cascade: Likeness[] = [];
    for (const layers of depths) {
      const found = await mapUnder(image, { layers, seed: seed + i });
      cascade.push(likeness(trained, found, image));
    }
    result.push(cascade);
  }
  return result;
}
