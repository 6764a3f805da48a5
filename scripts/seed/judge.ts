import { overlap, partChanges } from "@/core/annotation/raster/compare";
import { imageFrame } from "@/core/annotation/raster/frame";
import { rasterise } from "@/core/annotation/raster/rasterise";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import type { Part } from "@/core/domain/parts";
import type { ReviewReason } from "@/core/domain/review";
import type { Size } from "@/core/domain/spaces";

/** Below this overlap with the truth a reviewer sees the difference. Careful drawings are above it by far. */
const SEEN = 0.7;

export interface Fault {
  part: Part;
  reason: ReviewReason;
  /** The middle of what is wrong, image pixels. */
  at: readonly [number, number];
}

/** What a careful reviewer finds wrong with a drawing whose truth is known, part by part. */
export function judge(
  drawn: DocumentSnapshot,
  truth: DocumentSnapshot,
  parts: readonly Part[],
  size: Size,
): Fault[] {
  const raster = (snapshot: DocumentSnapshot) =>
    rasterise({ snapshot, parts, silhouette: null, frame: imageFrame(size) });
  const [is, should] = [raster(drawn), raster(truth)];
  const changes = partChanges(should, is, parts.length);
  return parts
    .filter((p) => p.kind === "part")
    .flatMap((part): Fault[] => {
      const change = changes[part.position]!;
      if ((overlap(change) ?? 1) >= SEEN) return [];
      const wrong = change.after > 0 ? is : should;
      return [{ part, reason: reasonOf(part, parts, is, should), at: middleOf(wrong, part.position, size) }];
    });
}

function reasonOf(part: Part, parts: readonly Part[], is: Uint8Array, should: Uint8Array): ReviewReason {
  const count = (test: (i: number) => boolean) => {
    let n = 0;
    for (let i = 0; i < is.length; i++) if (test(i)) n++;
    return n;
  };
  const own = part.position;
  const drawn = count((i) => is[i] === own);
  if (drawn === 0) return "missing";
  if (count((i) => should[i] === own) === 0) return "not_visible";
  const over = (other: Part) => count((i) => is[i] === own && should[i] === other.position) / drawn;
  const taken = parts.find((p) => p.kind === "part" && p !== part && over(p) > 0.5);
  if (!taken) return "border";
  return taken.side !== part.side && taken.side !== "none" && part.side !== "none" ? "sides" : "wrong_part";
}

/** The centre of the region's pixels. */
function middleOf(labels: Uint8Array, position: number, { width }: Size): readonly [number, number] {
  let [x, y, n] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== position) continue;
    x += (i % width) + 0.5;
    y += Math.floor(i / width) + 0.5;
    n++;
  }
  return n === 0 ? [width / 2, width / 2] : [x / n, y / n];
}
