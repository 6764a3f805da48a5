import { z } from "zod";
import { revisionIdSchema } from "@/core/domain/ids";
import { decideParts, decisionSchema } from "../../services/decide-parts";
import { projectProcedure } from "../init";

/** A reviewer's word on some parts of a submitted revision; all are written, or none. */
export const decide = projectProcedure("revision.review")
  .input(
    z.object({
      revisionId: revisionIdSchema,
      decisions: z
        .array(decisionSchema)
        .min(1)
        .max(254)
        .refine((list) => new Set(list.map((d) => d.partId)).size === list.length, "Each part once."),
    }),
  )
  .mutation(({ ctx: { services, user }, input }) => decideParts(services, { ...input, userId: user.id }));
