import type { FindingSubject } from "@/core/analysis/comparison/finding-groups";
import type { Db } from "@/db/client";
import { artefactsByKey, listFindingImages, type PinnedImage } from "@/db/queries/finding-images";

export type PinnedSubject = FindingSubject & PinnedImage;

/** A finding's images (or its members only) with the very results it was made from. */
export async function pinnedImages(
  db: Db,
  ref: { projectId: string; findingId: string; members?: boolean },
): Promise<PinnedSubject[]> {
  const images = await listFindingImages(db, ref);
  const keys = images.flatMap((i) => [i.predictionKey, i.scoresKey ?? [], i.checkKey ?? []].flat());
  const results = await artefactsByKey(db, keys);
  return images.flatMap((image) => {
    const prediction = results.get(image.predictionKey);
    const scores = image.scoresKey ? results.get(image.scoresKey) : null;
    const check = image.checkKey ? results.get(image.checkKey) : null;
    if (prediction?.kind !== "predict") return [];
    const { top, explained } = prediction;
    return {
      ...image,
      top,
      explained,
      sums: scores?.kind === "score" ? scores.sums : null,
      check: check?.kind === "check" ? check : null,
    };
  });
}
