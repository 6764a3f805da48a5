import { z } from "zod";
import { openInvitation } from "../../services/invitation-links";
import { publicProcedure } from "../init";

/** What a link leads to, for somebody who may not be signed in yet. */
export const preview = publicProcedure
  .input(z.object({ secret: z.string().max(100) }))
  .query(async ({ ctx: { services }, input }) => {
    const { projectName, role, invitedBy } = await openInvitation(services, services.db, input.secret);
    return { projectName, role, invitedBy };
  });
