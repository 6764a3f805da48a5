import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { findComment, revisionStanding, settleComment as writeSettled } from "@/db/queries/reviews";
import { holdNewest, requireAct } from "../../services/review";
import { projectProcedure } from "../init";

/** Marks a pinned comment as done, or open again. Annotators do this as they mend what was asked. */
export const settleComment = projectProcedure("annotation.edit")
  .input(z.object({ commentId: z.uuid(), done: z.boolean() }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, commentId, done } }) =>
    services.db.transaction(async (tx) => {
      const comment = await findComment(tx, { projectId, commentId });
      if (!comment) throw new AppError("not_found", "This comment does not exist any more.");
      const { imageId, revisionId, settledAt } = comment;
      if ((settledAt !== null) === done) return;
      const revision = await revisionStanding(tx, { projectId, revisionId });
      if (revision) requireAct(await holdNewest(tx, revision), "settle");
      await writeSettled(tx, {
        projectId,
        commentId,
        settledBy: done ? user.id : null,
        settledAt: done ? services.now() : null,
      });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "review.settle",
        subject: { imageId, revisionId, commentId, done },
      });
      await publishProjectEvent(tx, projectId, { type: "review", imageId, revisionId });
    }),
  );
