import { z } from "zod";
import { findingViewSchema } from "@/core/analysis/comparison/finding";
import { makeFinding } from "../../findings/make-finding";
import { findingWordsSchema } from "../../services/finding-input";
import { projectProcedure } from "../init";

/** Saves the comparison of one or two selections under a view; the numbers are computed here. */
export const create = projectProcedure("finding.create")
  .input(
    findingWordsSchema.extend({
      selectionIds: z
        .array(z.uuid())
        .min(1, "Choose one or two selections.")
        .max(2, "Choose one or two selections.")
        .refine((ids) => new Set(ids).size === ids.length, "Choose two different selections."),
      view: findingViewSchema,
    }),
  )
  .mutation(({ ctx: { services, user }, input }) =>
    makeFinding(services.db, { ...input, authorId: user.id }),
  );
