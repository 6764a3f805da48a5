import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import type { PartId, ProjectId, RevisionId } from "@/core/domain/ids";
import { partIdSchema } from "@/core/domain/ids";
import { REVIEW_REASON_NAMES } from "@/core/domain/review";
import type { Db } from "@/db/client";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { decisionsOn, dropDecisions, type PartDecision, saveDecisions } from "@/db/queries/reviews";
import { openForReview, partsToReview, requireFourEyes } from "./review";
import type { Services } from "./services";

/** `seen`: the version of the decision that was on the screen; null when the part was undecided there. */
const common = { partId: partIdSchema, seen: z.number().int().nullable() };

export const decisionSchema = z.discriminatedUnion("verdict", [
  z.object({ ...common, verdict: z.literal("approved") }),
  z
    .object({
      ...common,
      verdict: z.literal("changes_requested"),
      reason: z.enum(REVIEW_REASON_NAMES),
      note: z.string().trim().max(1000).default(""),
    })
    .refine((d) => d.reason !== "other" || d.note !== "", "Say in a few words what is wrong."),
  /** Takes the decision back: the part is undecided again. */
  z.object({ ...common, verdict: z.literal("undecided") }),
]);
export type DecisionInput = z.output<typeof decisionSchema>;

/**
 * Writes a reviewer's decisions on parts of a submitted revision: all of them, or none. Returns all that stand then.
 * @throws AppError `conflict` when the revision moved on or somebody else decided on a part meanwhile, `forbidden`
 *   under the four-eyes rule, `invalid_input` for a part that is not reviewed.
 */
export async function decideParts(
  services: Services,
  {
    projectId,
    revisionId,
    userId,
    decisions,
  }: { projectId: ProjectId; revisionId: RevisionId; userId: string; decisions: readonly DecisionInput[] },
): Promise<PartDecision[]> {
  return services.db.transaction(async (tx) => {
    const { revision } = await openForReview(tx, { projectId, revisionId, act: "decide" });
    if (decisions.some((d) => d.verdict === "approved"))
      await requireFourEyes(tx, { projectId, userId, revision });
    const news = await newDecisions(tx, { projectId, revisionId, decisions });
    const present = () => decisionsOn(tx, { projectId, revisionIds: [revisionId] });
    if (news.length === 0) return present();
    const decidedAt = services.now();
    await dropDecisions(tx, {
      revisionId,
      partIds: news.filter((d) => d.verdict === "undecided").map((d) => d.partId),
    });
    await saveDecisions(
      tx,
      news.flatMap((d) =>
        d.verdict === "undecided"
          ? []
          : {
              revisionId,
              partId: d.partId,
              verdict: d.verdict,
              reason: d.verdict === "changes_requested" ? d.reason : null,
              note: d.verdict === "changes_requested" ? d.note : "",
              decidedBy: userId,
              decidedAt,
            },
      ),
    );
    const { imageId, number } = revision;
    const told = news.map(({ seen: _, ...decision }) => decision);
    await audit(tx, {
      projectId,
      userId,
      action: "review.decide",
      subject: { imageId, revisionId, number, decisions: told },
    });
    await publishProjectEvent(tx, projectId, { type: "review", imageId, revisionId });
    return present();
  });
}

/** Those that change something. */
async function newDecisions(
  tx: Db,
  {
    projectId,
    revisionId,
    decisions,
  }: { projectId: string; revisionId: string; decisions: readonly DecisionInput[] },
): Promise<DecisionInput[]> {
  const parts = new Map((await partsToReview(tx, projectId)).map((p) => [p.id as PartId, p.name]));
  const present = new Map(
    (await decisionsOn(tx, { projectId, revisionIds: [revisionId] })).map((d) => [d.partId, d]),
  );
  return decisions.filter((decision) => {
    const name = parts.get(decision.partId);
    if (name === undefined)
      throw new AppError(
        "invalid_input",
        "One of these parts is not reviewed in this project; load the page again.",
      );
    const stored = present.get(decision.partId) ?? null;
    if (says(stored, decision)) return false;
    if ((stored?.version ?? null) !== decision.seen)
      throw new AppError(
        "conflict",
        stored
          ? `${stored.decidedByName ?? "Somebody"} has just ${stored.verdict === "approved" ? "approved" : "sent back"} ${name}. Look at that, then decide again.`
          : `The decision on ${name} was taken back meanwhile. Decide again.`,
      );
    return true;
  });
}

/** Two reviewers of one mind do not conflict. */
function says(stored: PartDecision | null, decision: DecisionInput): boolean {
  if (!stored) return decision.verdict === "undecided";
  if (stored.verdict !== decision.verdict) return false;
  return (
    decision.verdict !== "changes_requested" ||
    (stored.reason === decision.reason && stored.note === decision.note)
  );
}
