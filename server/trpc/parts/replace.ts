import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { replaceParts } from "@/db/queries/projects";
import { partDraftsSchema } from "../../services/project-input";
import { rescore } from "../../services/rerun";
import { projectProcedure } from "../init";

/** Makes the parts exactly these and computes every image's newest scores again. */
export const replace = projectProcedure("project.configure")
  .input(z.object({ parts: partDraftsSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, parts } }) =>
    services.db.transaction(async (tx) => {
      await replaceParts(tx, { projectId, drafts: parts });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "parts.replace",
        subject: { names: parts.map((p) => p.name) },
      });
      await rescore(services, tx, projectId);
      await publishProjectEvent(tx, projectId, { type: "project" });
    }),
  );
