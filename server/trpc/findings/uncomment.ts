import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { removeComment } from "@/db/queries/finding-comments";
import { requireFinding } from "../../findings/read-finding";
import { projectProcedure } from "../init";

/** Takes back a comment of one's own; nobody takes back anybody else's. */
export const uncomment = projectProcedure("finding.discuss")
  .input(z.object({ findingId: z.uuid(), commentId: z.uuid() }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, findingId, commentId } }) =>
    services.db.transaction(async (tx) => {
      await requireFinding(tx, { projectId, findingId });
      if (!(await removeComment(tx, { findingId, commentId, authorId: user.id })))
        throw new AppError("not_found", "There is no such comment of yours.");
      const subject = { findingId, commentId };
      await audit(tx, { projectId, userId: user.id, action: "finding.uncomment", subject });
      await publishProjectEvent(tx, projectId, { type: "finding", findingId, change: "discussed" });
    }),
  );
