import type { Explainer } from "@partwise/explain/runtime";
import { gaussian, seededRng } from "@/core/analysis/random";
import { partSums } from "@/core/analysis/scores/part-sums";
import { sumChannels } from "@/explain/measures";
import { fillerOf } from "@/explain/runtime/methods/fill";
import { DEMO_PARTS } from "../../collection";
import { CAT_CLASSES } from "../../generator/classes";
import { type Interventions, SIDE, subsetsOf } from "./intervene";
import { hitsOf } from "./measures/localisation";
import type { EvaluatedMethod } from "./methods";
import {
  argmax,
  FILL_NAMES,
  type FillLattice,
  type ImageRecord,
  type MapSums,
  shapleyValues,
} from "./record";

/** What the explanations of one image hold; the other half of an {@link ImageRecord}. */
export type Explanations = Pick<ImageRecord, "index" | "rival" | "fills" | "maps">;

/** Raise it when this file or the list of methods comes to compute something else. */
export const EXPLANATIONS_VERSION = 1;

const AREA = SIDE * SIDE;
const CHANNELS = 3;

export interface PreparedImage {
  index: number;
  target: number;
  visible: readonly number[];
  /** Normalised, `[3·H·W]`. */
  input: Float32Array;
  labels: Uint8Array;
  sceneryLabels: Uint8Array;
  sceneryCount: number;
}

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

export function prepareImage(
  found: Interventions,
  normalise: (rgb: Uint8Array) => Float32Array,
): PreparedImage {
  return {
    index: found.index,
    target: found.target,
    visible: found.visible,
    input: normalise(bytes(found.rgb)),
    labels: bytes(found.labels),
    sceneryLabels: bytes(found.sceneryLabels),
    sceneryCount: found.scenery.length,
  };
}

function regionSums(map: Float32Array, labels: Uint8Array, regions: number) {
  const hits = hitsOf(map, labels, regions);
  return partSums(map, labels, regions).map((sums, k) => ({ ...sums, hits: hits[k]! }));
}

export function mapSums(map: Float32Array, image: PreparedImage): MapSums {
  return {
    parts: regionSums(map, image.labels, DEMO_PARTS.length),
    // Label 0 is the cat itself.
    scenery: regionSums(map, image.sceneryLabels, image.sceneryCount + 1).slice(1),
  };
}

/** Each part's value spread evenly over its pixels. */
export function mapOfParts(values: readonly number[], image: PreparedImage): Float32Array {
  const count = new Map<number, number>();
  for (const label of image.labels) count.set(label, (count.get(label) ?? 0) + 1);
  const share = new Map(image.visible.map((part, i) => [part, values[i]! / count.get(part)!]));
  return Float32Array.from(image.labels, (label) => share.get(label) ?? 0);
}

/** Logits of the picture with every subset of its visible parts covered by a fill. */
export async function fillLattice(
  image: PreparedImage,
  fill: (typeof FILL_NAMES)[number],
  predict: (input: Float32Array) => Promise<Float32Array>,
): Promise<FillLattice> {
  const filler = fillerOf(image.input, { channels: CHANNELS, height: SIDE, width: SIDE }, fill);
  const lattice: FillLattice = {};
  for (const mask of subsetsOf(image.visible)) {
    const keep = image.labels.map((label) => (mask & (1 << label) ? 0 : 1));
    const logits = await predict(filler(keep));
    lattice[mask] = Array.from(logits, (v) => Math.round(v * 1e5) / 1e5);
  }
  return lattice;
}

/** The best cat class but the explained one. */
export function rivalOf(logits: readonly number[], target: number): number {
  return argmax(CAT_CLASSES.map((_, k) => (k === target ? -Infinity : logits[k]!)));
}

export function randomMap(seed: number): Float32Array {
  const rng = seededRng(seed);
  return Float32Array.from({ length: AREA }, () => gaussian(rng));
}

/** All methods' maps of one image, for the explained class and its rival, reduced to what the measures need. */
export async function explainImage(
  image: PreparedImage,
  whole: readonly number[],
  methods: readonly { method: EvaluatedMethod; explainer: Explainer | null }[],
  predict: (input: Float32Array) => Promise<Float32Array>,
): Promise<Explanations> {
  const fills: Partial<ImageRecord["fills"]> = {};
  for (const fill of FILL_NAMES) fills[fill] = await fillLattice(image, fill, predict);
  const complete = fills as ImageRecord["fills"];
  const rival = rivalOf(whole, image.target);
  const mapFor = async ({ method, explainer }: (typeof methods)[number], target: number) => {
    const { source } = method;
    if (source.kind === "random") return randomMap(1_000_000 + 100 * image.index + target);
    if (source.kind === "part-shapley") {
      return mapOfParts(shapleyValues(image, complete[source.fill], target), image);
    }
    return sumChannels((await explainer!.explain(image.input, [target])).relevance, CHANNELS);
  };
  const maps: ImageRecord["maps"] = {};
  for (const one of methods) {
    maps[one.method.id] = {
      target: mapSums(await mapFor(one, image.target), image),
      rival: mapSums(await mapFor(one, rival), image),
    };
  }
  return { index: image.index, rival, fills: complete, maps };
}
