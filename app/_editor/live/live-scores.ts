import { type PartSums, partSums } from "@/core/analysis/scores/part-sums";
import { modelFrame } from "@/core/annotation/raster/frame";
import type { SilhouetteMask } from "@/core/annotation/raster/ground";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import type { InputTransform, Size } from "@/core/domain/spaces";
import { LabelRaster } from "./region-layer";

/** Sums of the relevance under what is on screen: the score job's own code, run on every frame of a drag. */
export class LiveScores {
  private readonly raster: LabelRaster;
  private readonly count: number;
  private last: readonly PartSums[] | null = null;

  constructor(
    transform: InputTransform,
    image: Size,
    parts: readonly Part[],
    private readonly relevance: Float32Array,
  ) {
    this.raster = new LabelRaster(modelFrame(transform, image), parts);
    this.count = parts.reduce((max, p) => Math.max(max, p.position + 1), 0);
  }

  /** One entry per part position; the same array as before when nothing changed. */
  update(snapshot: DocumentSnapshot, silhouette: SilhouetteMask | null): readonly PartSums[] {
    if (this.raster.update(snapshot, silhouette) || !this.last)
      this.last = partSums(this.relevance, this.raster.labels, this.count);
    return this.last;
  }
}
