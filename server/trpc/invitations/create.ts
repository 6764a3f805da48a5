import { z } from "zod";
import { ROLES } from "@/core/domain/roles";
import { audit } from "@/db/queries/audit";
import { createInvitation } from "@/db/queries/invitations";
import { newSecret } from "../../services/invitation-links";
import { projectProcedure } from "../init";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a link. Its secret is in the answer and nowhere else: it cannot be shown again. */
export const create = projectProcedure("member.manage")
  .input(z.object({ role: z.enum(ROLES), days: z.number().int().min(1).max(90).default(14) }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, role, days } }) => {
    const { secret, secretHash } = newSecret();
    const expiresAt = new Date(services.now().getTime() + days * DAY_MS);
    return services.db.transaction(async (tx) => {
      const row = await createInvitation(tx, {
        projectId,
        role,
        secretHash,
        createdBy: user.id,
        expiresAt,
      });
      await audit(tx, {
        projectId,
        userId: user.id,
        action: "invitation.create",
        subject: { invitationId: row.id, role },
      });
      return { ...row, secret };
    });
  });
