import { type CompileOptions, spearman, weightLayers } from "@partwise/explain";
import { createExplainer, readModelFile } from "@partwise/explain/runtime";
import { sumChannels } from "@/core/analysis/relevance/channels";
import type { RandomisationData } from "@/db/schema/images";

export interface CurveRequest {
  /** Where the network's file lies. */
  file: string;
  digest: string;
  /** How it is explained. */
  compile: CompileOptions;
  /** Most steps down the network. */
  steps: number;
  seed: number;
  images: {
    input: Float32Array;
    target: number /** The trained network's map, channels summed. */;
    trained: Float32Array;
  }[];
}

export type Curve = Pick<RandomisationData, "layers" | "curve">;

/** How many layers from the scores down are random at each step: evenly spread, one at the first, all at the last. */
export function stepsOf(layers: number, most: number): number[] {
  if (layers <= most) return Array.from({ length: layers }, (_, i) => i + 1);
  return Array.from({ length: most }, (_, i) => Math.round(1 + (i * (layers - 1)) / (most - 1)));
}

/**
 * The randomisation check (Adebayo 2018, cascading): the network forgets what it learnt, layer by layer from the scores down,
 * and the map of the same class is compared with the trained network's. A method whose maps hardly change explains the
 * photograph's edges, not the network. On one thread: nobody waits for it.
 *
 * @throws ExplainError
 */
export async function randomisationCurve(request: CurveRequest): Promise<Curve> {
  const { file, digest, compile, steps, seed, images } = request;
  const layers = weightLayers(readModelFile(file, { digest })).length;
  const curve: Curve["curve"] = [];
  for (const step of stepsOf(layers, steps)) {
    const randomise = { layers: step, seed };
    const explainer = await createExplainer(file, {
      ...compile,
      digest,
      randomise,
      threads: 1,
      batchSize: 1,
    });
    try {
      const alike = [];
      for (const { input, target, trained } of images) {
        const { relevance } = await explainer.explain(input, [target]);
        const [channels, height, width] = explainer.imageShape as [number, number, number];
        alike.push(similarities(sumChannels(relevance, channels, height, width), trained));
      }
      curve.push({
        layers: step,
        similarity: mean(alike.map((a) => a.signed)),
        magnitudes: mean(alike.map((a) => a.magnitudes)),
      });
    } finally {
      await explainer.dispose();
    }
  }
  return { layers, curve };
}

/** Spearman's ρ over pixels, of the maps and of their magnitudes. A map that is one value everywhere is like nothing: 0. */
function similarities(a: Float32Array, b: Float32Array): { signed: number; magnitudes: number } {
  return {
    signed: spearman(a, b) ?? 0,
    magnitudes: spearman(a.map(Math.abs), b.map(Math.abs)) ?? 0,
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
