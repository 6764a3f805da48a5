import type { ExploreRow } from "@/app/_explore/props";
import { relevanceFrame } from "@/app/_explore/relevance-frame";
import { storedChecks } from "@/app/_ui/scoring/check-words";
import { groupOfTop1 } from "@/core/analysis/prediction/classes";
import type { RouterOutputs } from "@/server/trpc/router";
import type { Project } from "../api";
import { imageUrls } from "./urls";

type Image = RouterOutputs["scores"]["project"][number];

/** What the explorer shows: photographs that have been classified, with the sums of their newest revision. */
export function exploreRows(images: readonly Image[], project: Project): ExploreRow[] {
  return images.flatMap((image) => {
    const { prediction, revision } = image;
    const best = prediction?.top[0];
    if (!prediction || !best) return [];
    const urls = imageUrls(image.id, image.stages);
    const group = project.groups[groupOfTop1(best.index, project.groups)];
    const transform = project.classifier?.inputTransform;
    const { width, height } = image;
    return {
      imageId: image.id,
      name: image.name,
      thumbUrl: urls.thumb ?? "",
      displayUrl: urls.display ?? "",
      groupId: group?.id ?? "",
      top: prediction.top,
      explained: prediction.explained,
      revisionId: revision?.id ?? null,
      revisionState: reviewState(revision),
      stale: revision?.stale ?? false,
      waiting: revision?.waiting ?? false,
      sums: revision?.scores?.sums ?? null,
      ...(image.relevance ? { checks: storedChecks(image.relevance, revision) } : {}),
      relevanceUrl: urls.relevanceNpy,
      ...(transform && width !== null && height !== null
        ? { relevanceFrame: relevanceFrame(transform, { width, height }) }
        : {}),
    };
  });
}

function reviewState(revision: Image["revision"]): ExploreRow["revisionState"] {
  if (!revision) return "none";
  return revision.state === "changes_requested" ? "returned" : revision.state;
}
