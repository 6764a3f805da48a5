import type { PartId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { type ReviewReason, reviewOutcome, type Verdict } from "@/core/domain/review";
import type { RouterOutputs } from "@/server/trpc/router";

export type Review = RouterOutputs["reviews"]["get"];
export type Decision = Review["decisions"][number];

/** What the reviewer has just said of a part, not confirmed by the server yet. */
export interface Draft {
  partId: PartId;
  verdict: Verdict | "undecided";
  reason: ReviewReason | null;
  note: string;
  /** Of the decision on the screen when it was said; `mine`: an own draft was still on its way then. */
  seen: number | null | "mine";
}

export interface ShownDecision {
  verdict: Verdict;
  reason: ReviewReason | null;
  note: string;
  byName: string | null;
  /** On its way to the server. */
  pending: boolean;
}

/** The word on each part as the screen shows it: confirmed decisions, with drafts on their way laid over them. */
export function shownDecisions(
  confirmed: readonly Decision[],
  drafts: ReadonlyMap<string, Draft>,
  me: string,
): Map<string, ShownDecision> {
  const shown = new Map<string, ShownDecision>();
  for (const { partId, verdict, reason, note, decidedByName } of confirmed)
    shown.set(partId, { verdict, reason, note, byName: decidedByName, pending: false });
  for (const [partId, { verdict, reason, note }] of drafts) {
    if (verdict === "undecided") shown.delete(partId);
    else shown.set(partId, { verdict, reason, note, byName: me, pending: true });
  }
  return shown;
}

export interface Closing {
  act: "approve" | "return" | null;
  /** What the button says. */
  label: string;
  /** The first part still to decide on. */
  open: string | null;
}

/** What Enter would do now. */
export function closing(parts: readonly Part[], shown: ReadonlyMap<string, ShownDecision>): Closing {
  const outcome = reviewOutcome(
    parts.map((p) => p.id),
    [...shown].map(([partId, { verdict }]) => ({ partId, verdict })),
  );
  if (outcome.act !== null)
    return {
      act: outcome.act,
      label: outcome.act === "approve" ? "Approve revision" : "Send back",
      open: null,
    };
  const left = outcome.undecided.length;
  return {
    act: null,
    label: left === 1 ? "1 part to decide" : `${left} parts to decide`,
    open: outcome.undecided[0] ?? null,
  };
}
