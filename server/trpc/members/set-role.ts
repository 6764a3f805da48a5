import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { userIdSchema } from "@/core/domain/ids";
import { ROLES } from "@/core/domain/roles";
import { memberRole, setMemberRole } from "@/db/queries/members";
import { keepAnOwner } from "../../services/keep-an-owner";
import { announceMember } from "../../services/membership";
import { projectProcedure } from "../init";

/** Gives a member another role; it holds at once, also on connections that are open. */
export const setRole = projectProcedure("member.manage")
  .input(z.object({ userId: userIdSchema, role: z.enum(ROLES) }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, userId, role } }) =>
    services.db.transaction(async (tx) => {
      if (!(await memberRole(tx, { projectId, userId })))
        throw new AppError("not_found", "This person is not a member of the project.");
      if (role !== "owner") await keepAnOwner(tx, { projectId, leaving: userId });
      await setMemberRole(tx, { projectId, userId, role });
      await announceMember(tx, { projectId, userId, role, by: user.id, act: "member.setRole" });
    }),
  );
