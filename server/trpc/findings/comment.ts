import { z } from "zod";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { createComment } from "@/db/queries/finding-comments";
import { requireFinding } from "../../findings/read-finding";
import { commentSchema } from "../../services/finding-input";
import { projectProcedure } from "../init";

/** Adds to the discussion of a finding. */
export const comment = projectProcedure("finding.discuss")
  .input(z.object({ findingId: z.uuid(), text: commentSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, findingId, text } }) =>
    services.db.transaction(async (tx) => {
      await requireFinding(tx, { projectId, findingId });
      const id = await createComment(tx, { findingId, authorId: user.id, text });
      const subject = { findingId, commentId: id };
      await audit(tx, { projectId, userId: user.id, action: "finding.comment", subject });
      await publishProjectEvent(tx, projectId, { type: "finding", findingId, change: "discussed" });
      return { id };
    }),
  );
