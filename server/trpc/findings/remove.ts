import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { removeFinding } from "@/db/queries/findings";
import { requireOwnFinding } from "../../services/finding-input";
import { projectProcedure } from "../init";

export const remove = projectProcedure("finding.create")
  .input(z.object({ findingId: z.uuid() }))
  .mutation(async ({ ctx: { services, user, role }, input: { projectId, findingId } }) =>
    services.db.transaction(async (tx) => {
      const { title } = await requireOwnFinding(tx, { projectId, findingId, userId: user.id, role });
      await removeFinding(tx, { projectId, findingId });
      const subject = { findingId, title };
      await audit(tx, { projectId, userId: user.id, action: "finding.remove", subject });
      await publishProjectEvent(tx, projectId, { type: "finding", findingId, change: "removed" });
    }),
  );
