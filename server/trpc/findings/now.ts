import { z } from "zod";
import { findingNow } from "../../findings/read-finding";
import { projectProcedure } from "../init";

/** What the same comparison gives with the data as it is now. Nothing is stored. */
export const now = projectProcedure("project.view")
  .input(z.object({ findingId: z.uuid() }))
  .query(({ ctx: { services }, input }) => findingNow(services.db, input));
