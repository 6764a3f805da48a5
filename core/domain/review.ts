/*
 * Reviewing as tables: what a frozen revision can be, which act leads where, and what a part can be sent back
 * for. The server asks these, the pages show them; nothing else decides.
 */

export const REVISION_STATES = ["submitted", "approved", "changes_requested"] as const;
export type RevisionState = (typeof REVISION_STATES)[number];

/** `draft` is no state of a revision: it is the document while the newest revision is not what is on the canvas. */
export const REVIEW_ACTS = ["decide", "comment", "settle", "approve", "return", "reopen", "submit"] as const;
export type ReviewAct = (typeof REVIEW_ACTS)[number];

/**
 * The state after an act on the image's newest revision; a missing entry is a refusal. `submit` makes the next
 * revision, which starts as `submitted`. `settle`: a pinned comment is marked done or open again.
 */
export const TRANSITIONS: Record<RevisionState, Partial<Record<ReviewAct, RevisionState>>> = {
  submitted: {
    decide: "submitted",
    comment: "submitted",
    settle: "submitted",
    approve: "approved",
    return: "changes_requested",
    submit: "submitted",
  },
  approved: { reopen: "submitted" },
  changes_requested: {
    comment: "changes_requested",
    settle: "changes_requested",
    reopen: "submitted",
    submit: "submitted",
  },
};

export const afterAct = (state: RevisionState, act: ReviewAct): RevisionState | null =>
  TRANSITIONS[state][act] ?? null;

/** Nobody edits the drawing of an image whose newest revision is in this state. */
export const isReadOnly = (state: RevisionState): boolean => TRANSITIONS[state].submit === undefined;

export const VERDICTS = ["approved", "changes_requested"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a part is sent back; `asks` is what the annotator reads. */
export const REVIEW_REASONS = {
  border: { label: "Border is off", asks: "Follow the edge of the part more closely." },
  sides: {
    label: "Left and right swapped",
    asks: "Left and right are the animal's own: give it to the other side.",
  },
  wrong_part: { label: "Another part", asks: "What is drawn here is another part." },
  missing: { label: "Missing, but visible", asks: "The part can be seen: draw it." },
  not_visible: { label: "Drawn, but not visible", asks: "The part cannot be seen: mark it absent." },
  incomplete: { label: "Incomplete", asks: "A piece of the part is left out." },
  silhouette: { label: "Silhouette is wrong", asks: "Correct the silhouette here." },
  other: { label: "Something else", asks: "See the reviewer's note." },
} as const satisfies Record<string, { label: string; asks: string }>;
export type ReviewReason = keyof typeof REVIEW_REASONS;
export const REVIEW_REASON_NAMES = Object.keys(REVIEW_REASONS) as [ReviewReason, ...ReviewReason[]];

/** A reviewer's word on one part of a revision. */
export interface PartVerdict {
  partId: string;
  verdict: Verdict;
}

/** Parts a reviewer judges: those drawn, and the rest of the silhouette, which people can correct too. */
export function reviewedParts<P extends { kind: "part" | "rest" | "background"; position: number }>(
  parts: readonly P[],
): P[] {
  return parts.filter((p) => p.kind !== "background").sort((a, b) => a.position - b.position);
}

export type Outcome =
  | { act: "approve" | "return"; returned: readonly string[] }
  | { act: null; undecided: readonly string[] };

/** What closing the review would do: one part sent back sends the revision back; else all have to be approved. */
export function reviewOutcome(partIds: readonly string[], verdicts: readonly PartVerdict[]): Outcome {
  const by = new Map(verdicts.map((v) => [v.partId, v.verdict]));
  const returned = partIds.filter((id) => by.get(id) === "changes_requested");
  if (returned.length > 0) return { act: "return", returned };
  const undecided = partIds.filter((id) => !by.has(id));
  return undecided.length > 0 ? { act: null, undecided } : { act: "approve", returned };
}

/** The four-eyes rule: nobody else's hand is in the revision. */
export function drewAlone(
  revision: { authorIds: readonly string[]; createdBy: string | null },
  userId: string,
): boolean {
  // Whoever submitted an empty drawing stands for it.
  const authors = revision.authorIds.length > 0 ? revision.authorIds : [revision.createdBy];
  return authors.every((id) => id === userId);
}
