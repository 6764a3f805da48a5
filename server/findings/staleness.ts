import type { FindingBasis, StaleReason } from "@/core/analysis/comparison/finding";
import { explanationId, explanationName } from "@/core/domain/explanation";
import { canonical } from "@/core/domain/pipeline";
import type { ProjectSetting } from "./project-now";

/** Why a finding is stale: another network, another method, other parts, and images whose results are no longer the ones pinned. */
export function staleReasons(
  basis: FindingBasis,
  now: ProjectSetting,
  images: readonly StaleReason[],
): StaleReason[] {
  const parts = (setting: Pick<ProjectSetting, "parts" | "backgroundInScores">) =>
    canonical([setting.parts, setting.backgroundInScores]);
  return [
    ...(basis.model?.sha256 === now.model?.sha256 ? [] : [{ kind: "model" as const }]),
    ...(basis.explanations.every((e) => explanationId(e) === explanationId(now.explanation))
      ? []
      : [{ kind: "explanation" as const, is: explanationName(now.explanation) }]),
    ...(parts(basis) === parts(now) ? [] : [{ kind: "parts" as const }]),
    ...images,
  ];
}
