import type { CheckData } from "@/db/schema/images";
import { preprocess } from "../onnx/preprocess";
import { decodePhoto } from "../photo/decode";
import type { ScoreInputs } from "../pipeline/score-inputs";
import type { Deps } from "../pipeline/types";
import { labelRaster } from "./score";

/** What a part that is taken away is replaced by: the same place of the photograph, blurred. */
export const CHECK_FILL = "blur";

/** Revision + photograph + network → how far the explained class's score falls without each part. K + 1 forward passes. */
export async function checkRevision(
  { blobs, networks }: Pick<Deps, "blobs" | "networks">,
  inputs: ScoreInputs,
  signal?: AbortSignal,
): Promise<CheckData> {
  const { image, classifier, transform, relevance, parts } = inputs;
  const labels = await labelRaster(blobs, inputs);
  const photo = await decodePhoto(await blobs.read(image.sha256), image.name);
  const measured = await networks.partDrops(
    classifier,
    preprocess(photo, transform),
    relevance.target.index,
    labels,
    CHECK_FILL,
    signal,
  );
  const byPosition = new Map(measured.map(({ index, drop }) => [index, drop]));
  const count = parts.reduce((most, { position }) => Math.max(most, position + 1), 0);
  const drops = Array.from({ length: count }, (_, position) => byPosition.get(position) ?? null);
  return { kind: "check", fill: CHECK_FILL, drops };
}
