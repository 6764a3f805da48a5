import sharp from "sharp";
import { includedParts } from "@/core/analysis/parts/included";
import { balance } from "@/core/analysis/scores/balance";
import { partSums } from "@/core/analysis/scores/part-sums";
import { modelFrame } from "@/core/annotation/raster/frame";
import type { RasterPart, SilhouetteMask } from "@/core/annotation/raster/ground";
import { rasterise } from "@/core/annotation/raster/rasterise";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import type { InputTransform, Size } from "@/core/domain/spaces";
import type { BlobStore } from "@/db/blobs/store";
import type { RelevanceData, ScoresData, SilhouetteData } from "@/db/schema/images";
import { floatsFromBytes } from "../onnx/float-blob";

export interface ScoreInput {
  snapshot: DocumentSnapshot;
  parts: readonly RasterPart[];
  backgroundInScores: boolean;
  transform: InputTransform;
  /** Of the photograph. */
  size: Size;
  relevance: RelevanceData;
  silhouette: SilhouetteData | null;
}

/** Revision geometry + silhouette + relevance → what the contribution scores are made of, a part at a time. */
export async function scoreRevision(blobs: BlobStore, input: ScoreInput): Promise<ScoresData> {
  const relevance = floatsFromBytes(await blobs.read(input.relevance.map));
  const silhouette = input.silhouette ? await readMask(await blobs.read(input.silhouette.mask)) : null;
  const labels = rasterise({
    snapshot: input.snapshot,
    parts: input.parts,
    silhouette,
    frame: modelFrame(input.transform, input.size),
  });
  const include = includedParts(input.parts, input.backgroundInScores);
  const sums = partSums(relevance, labels, include.length);
  return { kind: "score", sums, balance: balance(sums, { include }) };
}

/** An 8-bit grey PNG as a mask, 128 and above inside. */
export async function readMask(png: Buffer): Promise<SilhouetteMask> {
  const { data, info } = await sharp(png).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
