import { z } from "zod";
import { findLayout } from "@/db/queries/layouts";
import { projectProcedure } from "../init";

/** The project's map under this key; null when nobody has computed it yet. */
export const get = projectProcedure("project.view")
  .input(z.object({ key: z.string().min(1).max(200) }))
  .query(({ ctx: { services }, input }) => findLayout(services.db, input));
