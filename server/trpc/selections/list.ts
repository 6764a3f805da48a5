import { listSelections } from "@/db/queries/selections";
import { projectProcedure } from "../init";

export const list = projectProcedure("project.view").query(({ ctx: { services }, input: { projectId } }) =>
  listSelections(services.db, { projectId }),
);
