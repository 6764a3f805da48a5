import { z } from "zod";
import { revisionIdSchema } from "@/core/domain/ids";
import { reopenReview } from "../../services/reopen-review";
import { projectProcedure } from "../init";

/** Puts an approved or returned revision back into review, with a word on why. */
export const reopen = projectProcedure("revision.review")
  .input(
    z.object({
      revisionId: revisionIdSchema,
      note: z.string().trim().min(1, "Say in a few words why.").max(2000),
    }),
  )
  .mutation(({ ctx: { services, user }, input }) => reopenReview(services, { ...input, userId: user.id }));
