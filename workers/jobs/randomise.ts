import { sumChannels } from "@/core/analysis/relevance/channels";
import { explanationId } from "@/core/domain/explanation";
import type { ModelRow } from "@/db/queries/models";
import type { ExplainedPhoto } from "@/db/queries/randomisation";
import type { RandomisationData } from "@/db/schema/images";
import { floatsFromBytes } from "../onnx/float-blob";
import { preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import type { Deps } from "../pipeline/types";
import { curveApart } from "../randomise/apart";
import { PAPERS } from "./explanation-options";

/** Photographs the check is made on: with more the mean hardly moves, and every one costs an explanation a step. */
export const RANDOMISED_PHOTOS = 4;

/** What the check is made with, whatever method a project is explained by; part of its key. Of a hundred layers not every one is tried. */
export const RANDOMISATION = { compile: PAPERS, steps: 8, seed: 1 } as const;

/** Network + photographs it has explained → how like its own its maps stay as it forgets. */
export async function randomisationOf(
  deps: Pick<Deps, "blobs" | "networks">,
  model: ModelRow,
  photos: readonly ExplainedPhoto[],
  signal?: AbortSignal,
): Promise<RandomisationData> {
  const images = await Promise.all(
    photos.map(async (photo) => {
      const { sha256, name, relevance } = photo;
      const input = preprocess(await decodePhoto(await deps.blobs.read(sha256), name), model.inputTransform);
      const trained = await trainedMap(deps, model, photo, input, signal);
      return { input, target: relevance.target.index, trained };
    }),
  );
  const request = { ...RANDOMISATION, file: deps.blobs.path(model.sha256), digest: model.sha256, images };
  return { kind: "randomise", photos: photos.length, ...(await curveApart(request, signal)) };
}

/** The trained network's map: the project's own, unless that is made by another method. */
async function trainedMap(
  { blobs, networks }: Pick<Deps, "blobs" | "networks">,
  model: ModelRow,
  { relevance }: ExplainedPhoto,
  input: Float32Array,
  signal?: AbortSignal,
): Promise<Float32Array> {
  if (explanationId(relevance) === explanationId(PAPERS))
    return floatsFromBytes(await blobs.read(relevance.map));
  const run = await networks.explain(model, input, relevance.target.index, PAPERS, signal);
  const [channels, height, width] = run.shape as [number, number, number];
  return sumChannels(run.relevance, channels, height, width);
}
