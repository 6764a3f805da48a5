import { z } from "zod";
import { revisionIdSchema } from "@/core/domain/ids";
import { closeReview } from "../../services/close-review";
import { projectProcedure } from "../init";

/** Ends a review as its decisions say: approved, or sent back to the annotators. */
export const close = projectProcedure("revision.review")
  .input(
    z.object({
      revisionId: revisionIdSchema,
      expects: z.enum(["approve", "return"]),
      note: z.string().trim().max(2000).default(""),
      discardLaterEdits: z.boolean().default(false),
    }),
  )
  .mutation(({ ctx: { services, user }, input }) => closeReview(services, { ...input, userId: user.id }));
