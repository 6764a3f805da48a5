import { listMembers } from "@/db/queries/members";
import { projectProcedure } from "../init";

export const list = projectProcedure("project.view").query(({ ctx: { services }, input: { projectId } }) =>
  listMembers(services.db, { projectId }),
);
