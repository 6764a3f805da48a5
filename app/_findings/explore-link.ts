import { encodeView } from "@/app/_explore/state/view-link";
import { partsInOrder } from "@/core/analysis/parts/included";
import type { Face } from "./finding-page";

/** Where a finding's view is open again, its groups compared, as it was. */
export function exploreLink(
  projectId: string,
  findingId: string,
  { view, groups, basis }: Pick<Face, "view" | "groups" | "basis">,
): string {
  const compared = groups.map((g) => g.selectionId);
  const fragment = encodeView({ ...view, compared, focusedId: null }, partsInOrder(basis.parts));
  return `/projects/${projectId}/explore?finding=${findingId}#${fragment}`;
}
