import type { BlobStore } from "@/db/blobs/store";
import type { ModelRow } from "@/db/queries/models";
import type { ExplainedPhoto } from "@/db/queries/randomisation";
import type { RandomisationData } from "@/db/schema/images";
import { floatsFromBytes } from "../onnx/float-blob";
import { preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import { curveApart } from "../randomise/apart";
import { METHOD } from "./explain";

/** Photographs the check is made on: with more the mean hardly moves, and every one costs an explanation a step. */
export const RANDOMISED_PHOTOS = 4;

/** What the check is made with; part of its key. Of a hundred layers not every one is tried. */
export const RANDOMISATION = { compile: METHOD, steps: 8, seed: 1 } as const;

/** Network + photographs it has explained → how like its own its maps stay as it forgets. */
export async function randomisationOf(
  blobs: BlobStore,
  model: ModelRow,
  photos: readonly ExplainedPhoto[],
  signal?: AbortSignal,
): Promise<RandomisationData> {
  const images = await Promise.all(
    photos.map(async ({ sha256, name, relevance }) => ({
      input: preprocess(await decodePhoto(await blobs.read(sha256), name), model.inputTransform),
      target: relevance.target.index,
      trained: floatsFromBytes(await blobs.read(relevance.map)),
    })),
  );
  const request = { ...RANDOMISATION, file: blobs.path(model.sha256), digest: model.sha256, images };
  return { kind: "randomise", photos: photos.length, ...(await curveApart(request, signal)) };
}
