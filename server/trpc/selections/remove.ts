import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { removeSelection } from "@/db/queries/selections";
import { requireOwnSelection } from "../../services/selection-input";
import { projectProcedure } from "../init";

export const remove = projectProcedure("selection.create")
  .input(z.object({ selectionId: z.uuid() }))
  .mutation(async ({ ctx: { services, user, role }, input: { projectId, selectionId } }) =>
    services.db.transaction(async (tx) => {
      const { name } = await requireOwnSelection(tx, { projectId, id: selectionId, userId: user.id, role });
      await removeSelection(tx, { projectId, id: selectionId });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "selection.remove",
        subject: { selectionId, name },
      });
      await publishProjectEvent(tx, projectId, { type: "selection", selectionId, change: "removed" });
    }),
  );
