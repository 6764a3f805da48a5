import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { updateSelection } from "@/db/queries/selections";
import { requireOwnSelection, selectionLooksSchema } from "../../services/selection-input";
import { projectProcedure } from "../init";

/** Renames, recolours or annotates a selection. What it contains stays as it was made. */
export const update = projectProcedure("selection.create")
  .input(selectionLooksSchema.partial().extend({ selectionId: z.uuid() }))
  .mutation(async ({ ctx: { services, user, role }, input: { projectId, selectionId, ...looks } }) =>
    services.db.transaction(async (tx) => {
      await requireOwnSelection(tx, { projectId, id: selectionId, userId: user.id, role });
      await updateSelection(tx, { projectId, id: selectionId, ...looks });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "selection.update",
        subject: { selectionId, ...looks },
      });
      await publishProjectEvent(tx, projectId, { type: "selection", selectionId, change: "updated" });
    }),
  );
