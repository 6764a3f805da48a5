import type { Remaking } from "@/app/_explore/props";
import type { ImageStage } from "@/core/domain/pipeline";
import type { StageStatus } from "./stage-status";

interface Image {
  stages: Record<ImageStage, Pick<StageStatus, "state">>;
  revision: { waiting: boolean; scores: object | null } | null;
}

const STAGES = [
  ["explain", "Relevance maps are being made anew"],
  ["segment", "Silhouettes are being made anew"],
] as const;

/** How far the workers are while there are scores of before; null when all are present ones. */
export function remaking(images: readonly Image[]): Remaking | null {
  const revisions = images.flatMap((image) => image.revision ?? []);
  const waiting = revisions.filter((revision) => revision.waiting).length;
  if (waiting === 0) return null;
  for (const [stage, what] of STAGES) {
    const busy = images.filter(({ stages }) => ["waiting", "running"].includes(stages[stage].state)).length;
    if (busy > 0) return { what, done: images.length - busy, of: images.length, waiting };
  }
  const present = revisions.filter((revision) => !revision.waiting && revision.scores).length;
  return { what: "Scores are being computed anew", done: present, of: present + waiting, waiting };
}
