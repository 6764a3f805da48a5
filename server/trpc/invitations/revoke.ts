import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { audit } from "@/db/queries/audit";
import { revokeInvitation } from "@/db/queries/invitations";
import { projectProcedure } from "../init";

export const revoke = projectProcedure("member.manage")
  .input(z.object({ invitationId: z.uuid() }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, invitationId } }) =>
    services.db.transaction(async (tx) => {
      const done = await revokeInvitation(tx, { projectId, id: invitationId, now: services.now() });
      if (!done) throw new AppError("not_found", "There is no such invitation, or it was revoked already.");
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "invitation.revoke",
        subject: { invitationId },
      });
    }),
  );
