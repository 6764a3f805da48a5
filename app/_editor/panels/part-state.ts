import type { DocumentSnapshot } from "@/core/annotation/snapshot";
import type { Problem } from "@/core/annotation/validate";

export type PartState = "done" | "missing" | "absent" | "broken" | "doubtful";

/** Where a part stands in the checklist, worst first. */
export function partState(
  partId: string,
  snapshot: DocumentSnapshot,
  problems: readonly Problem[],
): PartState {
  const own = problems.filter((p) => p.partId === partId);
  if (own.some((p) => p.severity === "blocks")) return "broken";
  if (snapshot.absent.includes(partId)) return "absent";
  if (!snapshot.shapes.some((s) => s.partId === partId)) return "missing";
  return own.some((p) => p.code === "several_shapes" || p.code === "swapped_sides") ? "doubtful" : "done";
}

export const STATE_TEXT: Record<PartState, string> = {
  done: "drawn",
  missing: "not drawn yet",
  absent: "absent on purpose",
  broken: "needs mending",
  doubtful: "worth a look",
};
