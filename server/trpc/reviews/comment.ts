import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { partIdSchema, revisionIdSchema } from "@/core/domain/ids";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { findImage } from "@/db/queries/images";
import { insertComment } from "@/db/queries/reviews";
import { openForReview, partsToReview } from "../../services/review";
import { projectProcedure } from "../init";

/** Pins a remark to a place of the photograph, in image pixels. */
export const comment = projectProcedure("revision.review")
  .input(
    z.object({
      revisionId: revisionIdSchema,
      partId: partIdSchema.nullable().default(null),
      x: z.number().finite(),
      y: z.number().finite(),
      text: z.string().trim().min(1, "Write something to pin.").max(2000),
    }),
  )
  .mutation(async ({ ctx: { services, user }, input: { projectId, revisionId, partId, x, y, text } }) =>
    services.db.transaction(async (tx) => {
      const { revision } = await openForReview(tx, { projectId, revisionId, act: "comment" });
      const { imageId, number } = revision;
      const image = await findImage(tx, { projectId, imageId });
      if (x < 0 || y < 0 || x > (image?.width ?? 0) || y > (image?.height ?? 0))
        throw new AppError("invalid_input", "Pin the comment to a place on the photograph.");
      if (partId && !(await partsToReview(tx, projectId)).some((p) => p.id === partId))
        throw new AppError(
          "invalid_input",
          "This part is not reviewed in this project; load the page again.",
        );
      const id = await insertComment(tx, { projectId, revisionId, partId, x, y, text, authorId: user.id });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "review.comment",
        subject: { imageId, revisionId, number, commentId: id, partId, x, y, text },
      });
      await publishProjectEvent(tx, projectId, { type: "review", imageId, revisionId });
      return { id };
    }),
  );
