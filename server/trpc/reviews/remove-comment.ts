import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { removeComment as drop, findComment } from "@/db/queries/reviews";
import { openForReview } from "../../services/review";
import { projectProcedure } from "../init";

/** Takes one's own comment away, while the revision it was made on is the newest and not approved. */
export const removeComment = projectProcedure("revision.review")
  .input(z.object({ commentId: z.uuid() }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, commentId } }) =>
    services.db.transaction(async (tx) => {
      const comment = await findComment(tx, { projectId, commentId });
      if (!comment) throw new AppError("not_found", "This comment does not exist any more.");
      const { imageId, revisionId, text } = comment;
      await openForReview(tx, { projectId, revisionId, act: "comment" });
      if (comment.authorId !== user.id)
        throw new AppError(
          "forbidden",
          `Only ${comment.authorName ?? "its author"} can take this comment away. Mark it as done instead.`,
        );
      await drop(tx, { projectId, commentId });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "review.removeComment",
        subject: { imageId, revisionId, commentId, text },
      });
      await publishProjectEvent(tx, projectId, { type: "review", imageId, revisionId });
    }),
  );
