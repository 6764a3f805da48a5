import sharp from "sharp";
import { includedParts } from "@/core/analysis/parts/included";
import { balance } from "@/core/analysis/scores/balance";
import { partSums } from "@/core/analysis/scores/part-sums";
import { modelFrame } from "@/core/annotation/raster/frame";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import { rasterise } from "@/core/annotation/raster/rasterise";
import type { BlobStore } from "@/db/blobs/store";
import type { ScoresData } from "@/db/schema/images";
import { floatsFromBytes } from "../onnx/float-blob";
import type { ScoreInputs } from "../pipeline/score-inputs";

/** Revision geometry + silhouette + relevance → what the contribution scores are made of, a part at a time. */
export async function scoreRevision(blobs: BlobStore, inputs: ScoreInputs): Promise<ScoresData> {
  const relevance = floatsFromBytes(await blobs.read(inputs.relevance.map));
  const labels = await labelRaster(blobs, inputs);
  const include = includedParts(inputs.parts, inputs.backgroundInScores);
  const sums = partSums(relevance, labels, include.length);
  return { kind: "score", sums, balance: balance(sums, { include }) };
}

/** Whose each pixel of the model's frame is, `[H·W]`: a part's position, or 255. */
export async function labelRaster(
  blobs: BlobStore,
  { snapshot, parts, silhouette, transform, size }: ScoreInputs,
): Promise<Uint8Array> {
  return rasterise({
    snapshot,
    parts,
    silhouette: silhouette ? await readMask(await blobs.read(silhouette.mask)) : null,
    frame: modelFrame(transform, size),
  });
}

/** An 8-bit grey PNG as a mask, 128 and above inside. */
export async function readMask(png: Buffer): Promise<SilhouetteMask> {
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
