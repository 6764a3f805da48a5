import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { createSelection } from "@/db/queries/selections";
import { selectionLooksSchema, selectionMakingSchema } from "../../services/selection-input";
import { projectProcedure } from "../init";

/** Shares a selection with the project; everybody sees it appear. */
export const create = projectProcedure("selection.create")
  .input(selectionLooksSchema.extend({ note: z.string().max(4000).default(""), made: selectionMakingSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, made, ...looks } }) =>
    services.db.transaction(async (tx) => {
      const how =
        made.kind === "lasso"
          ? { ...made, rule: null }
          : { kind: made.kind, rule: { ...made.rule }, members: [], polygon: null, layoutKey: null };
      const id = await createSelection(tx, { projectId, authorId: user.id, ...looks, ...how });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "selection.create",
        subject: { selectionId: id, name: looks.name },
      });
      await publishProjectEvent(tx, projectId, {
        type: "selection",
        selectionId: id,
        change: "created",
      });
      return { id };
    }),
  );
