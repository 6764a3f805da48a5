import { readFileSync } from "node:fs";
import { readModel, spearman, weightLayers } from "@partwise/explain";
import { sumChannels } from "@/core/analysis/relevance/channels";
import type { BlobStore } from "@/db/blobs/store";
import type { ModelRow } from "@/db/queries/models";
import type { ExplainedPhoto } from "@/db/queries/randomisation";
import type { RandomisationData } from "@/db/schema/images";
import { floatsFromBytes } from "../onnx/float-blob";
import type { Networks } from "../onnx/networks";
import { preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import { METHOD } from "./explain";

/** Photographs the check is made on: with more the mean hardly moves, and every one costs an explanation a step. */
export const RANDOMISED_PHOTOS = 4;
/** Steps down the network: of a hundred layers not every one is tried. */
const MOST_STEPS = 8;
const SEED = 1;

/** What the check is made with; part of its key. */
export const RANDOMISATION = { ...METHOD, steps: MOST_STEPS, seed: SEED } as const;

/** How many layers from the scores down are random at each step: evenly spread, one at the first, all at the last. */
export function stepsOf(layers: number, most = MOST_STEPS): number[] {
  if (layers <= most) return Array.from({ length: layers }, (_, i) => i + 1);
  return Array.from({ length: most }, (_, i) => Math.round(1 + (i * (layers - 1)) / (most - 1)));
}

/**
 * The randomisation check (Adebayo 2018, cascading): the network forgets what it learnt, layer by layer from the scores down,
 * and the map of the same class is compared with the trained network's. A method whose maps hardly change explains the
 * photograph's edges, not the network.
 */
export async function randomisationOf(
  { blobs, networks }: { blobs: BlobStore; networks: Pick<Networks, "explainRandomised"> },
  model: ModelRow,
  photos: readonly ExplainedPhoto[],
  signal?: AbortSignal,
): Promise<RandomisationData> {
  const { inputTransform } = model;
  const prepared = await Promise.all(
    photos.map(async ({ sha256, name, relevance }) => ({
      input: preprocess(await decodePhoto(await blobs.read(sha256), name), inputTransform),
      target: relevance.target.index,
      trained: floatsFromBytes(await blobs.read(relevance.map)),
    })),
  );
  const layers = weightLayers(
    readModel(readFileSync(blobs.path(model.sha256)), { digest: model.sha256 }),
  ).length;
  const curve: RandomisationData["curve"] = [];
  for (const step of stepsOf(layers)) {
    const maps = await networks.explainRandomised(
      model,
      prepared,
      { ...METHOD, randomise: { layers: step, seed: SEED } },
      signal,
    );
    const compared = maps.map(({ relevance, shape }, i) => {
      const [channels, height, width] = shape as [number, number, number];
      const map = sumChannels(relevance, channels, height, width);
      return similarities(map, prepared[i]!.trained);
    });
    curve.push({
      layers: step,
      similarity: mean(compared.map((c) => c.signed)),
      magnitudes: mean(compared.map((c) => c.magnitudes)),
    });
  }
  return { kind: "randomise", layers, photos: photos.length, curve };
}

/** Spearman's ρ over pixels, of the maps and of their magnitudes. A map that is one value everywhere is like nothing: 0. */
function similarities(a: Float32Array, b: Float32Array): { signed: number; magnitudes: number } {
  return {
    signed: spearman(a, b) ?? 0,
    magnitudes: spearman(a.map(Math.abs), b.map(Math.abs)) ?? 0,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
