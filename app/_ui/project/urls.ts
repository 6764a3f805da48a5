import type { StageStatus } from "./stage-status";

type Stages = Record<"ingest" | "predict" | "segment" | "explain", StageStatus>;

/** Addresses of an image's files; versioned by result, so that browsers keep them. Null while there is no result. */
export function imageUrls(id: string, stages: Stages) {
  const url = (file: string, { key }: StageStatus) => (key ? `/api/images/${id}/${file}?v=${key}` : null);
  return {
    thumb: url("thumb", stages.ingest),
    display: url("display", stages.ingest),
    silhouette: url("silhouette", stages.segment),
    relevance: url("relevance", stages.explain),
    relevanceNpy: url("relevance.npy", stages.explain),
  };
}
