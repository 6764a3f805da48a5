import { z } from "zod";
import { listComments } from "@/db/queries/finding-comments";
import { readFinding } from "../../findings/read-finding";
import { projectProcedure } from "../init";

/** A finding as it was made, with its discussion and why it is stale, if it is. */
export const get = projectProcedure("project.view")
  .input(z.object({ findingId: z.uuid() }))
  .query(async ({ ctx: { services }, input }) => {
    const [finding, comments] = await Promise.all([
      readFinding(services.db, input),
      listComments(services.db, input),
    ]);
    return { ...finding, comments };
  });
