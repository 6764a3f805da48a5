import { z } from "zod";
import { imageIdSchema } from "@/core/domain/ids";
import { listRevisions } from "@/db/queries/freeze";
import { projectProcedure } from "../init";

export const list = projectProcedure("project.view")
  .input(z.object({ imageId: imageIdSchema }))
  .query(({ ctx: { services }, input: { projectId, imageId } }) =>
    listRevisions(services.db, { projectId, imageId }),
  );
