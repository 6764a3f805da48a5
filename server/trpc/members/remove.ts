import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { userIdSchema } from "@/core/domain/ids";
import { memberRole, removeMember } from "@/db/queries/members";
import { keepAnOwner } from "../../services/keep-an-owner";
import { announceMember } from "../../services/membership";
import { projectProcedure } from "../init";

export const remove = projectProcedure("member.manage")
  .input(z.object({ userId: userIdSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, userId } }) =>
    services.db.transaction(async (tx) => {
      if (!(await memberRole(tx, { projectId, userId })))
        throw new AppError("not_found", "This person is not a member of the project.");
      await keepAnOwner(tx, { projectId, leaving: userId });
      await removeMember(tx, { projectId, userId });
      await announceMember(tx, { projectId, userId, role: null, by: user.id, act: "member.remove" });
    }),
  );
