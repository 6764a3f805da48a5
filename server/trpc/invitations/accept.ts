import { z } from "zod";
import { addMember } from "@/db/queries/members";
import { openInvitation } from "../../services/invitation-links";
import { announceMember } from "../../services/membership";
import { userProcedure } from "../init";

/** Joins the project behind the link. Somebody who is in already keeps the role they have. */
export const accept = userProcedure
  .input(z.object({ secret: z.string().max(100) }))
  .mutation(async ({ ctx: { services, user }, input }) =>
    services.db.transaction(async (tx) => {
      const { projectId, role } = await openInvitation(services, tx, input.secret);
      const joined = await addMember(tx, { projectId, userId: user.id, role });
      if (joined)
        await announceMember(tx, { projectId, userId: user.id, role, by: user.id, act: "member.join" });
      return { projectId, joined };
    }),
  );
