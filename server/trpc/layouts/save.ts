import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishProjectEvent } from "@/db/notify";
import { findLayout, saveLayout } from "@/db/queries/layouts";
import { projectProcedure } from "../init";

const coordinate = z.number().finite();

/**
 * Offers a map to the project. The first one under a key is everybody's; whoever comes later gets that one back.
 * Whoever may select may do it: a map is computed from data everybody has, and viewers compute it for themselves.
 */
export const save = projectProcedure("selection.create")
  .input(
    z.object({
      key: z.string().min(1).max(200),
      parameters: z.record(z.string(), z.unknown()),
      positions: z.record(z.uuid(), z.tuple([coordinate, coordinate])),
    }),
  )
  .mutation(async ({ ctx: { services }, input }) =>
    services.db.transaction(async (tx) => {
      const first = await saveLayout(tx, input);
      if (first) await publishProjectEvent(tx, input.projectId, { type: "layout", key: input.key });
      const kept = await findLayout(tx, input);
      if (!kept) throw new AppError("conflict", "The map was replaced meanwhile; load it again.");
      return { first, layout: kept };
    }),
  );
