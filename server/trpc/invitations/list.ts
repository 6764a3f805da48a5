import { listInvitations } from "@/db/queries/invitations";
import { projectProcedure } from "../init";

/** Links that still work (without their secrets). */
export const list = projectProcedure("member.manage").query(({ ctx: { services }, input: { projectId } }) =>
  listInvitations(services.db, { projectId, now: services.now() }),
);
