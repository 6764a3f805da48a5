import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { updateFinding } from "@/db/queries/findings";
import { findingWordsSchema, requireOwnFinding } from "../../services/finding-input";
import { projectProcedure } from "../init";

/** Changes title or note. What was found stays as it was. */
export const update = projectProcedure("finding.create")
  .input(findingWordsSchema.partial().extend({ findingId: z.uuid() }))
  .mutation(async ({ ctx: { services, user, role }, input: { projectId, findingId, ...words } }) =>
    services.db.transaction(async (tx) => {
      await requireOwnFinding(tx, { projectId, findingId, userId: user.id, role });
      await updateFinding(tx, { projectId, findingId, ...words });
      const subject = { findingId, ...words };
      await audit(tx, { projectId, userId: user.id, action: "finding.update", subject });
      await publishProjectEvent(tx, projectId, { type: "finding", findingId, change: "updated" });
    }),
  );
