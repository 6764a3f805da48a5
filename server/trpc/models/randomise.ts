import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { modelIdSchema, type ProjectId } from "@/core/domain/ids";
import { publishModelEvent } from "@/db/notify";
import { projectToCheckOn, requestModelCheck } from "@/db/queries/randomisation";
import { networkProcedure } from "../init";

/** Has a classifier's randomisation check made (again), on photographs of a project the person owns. */
export const randomise = networkProcedure
  .input(z.object({ modelId: modelIdSchema }))
  .mutation(async ({ ctx: { services, user }, input: { modelId } }) =>
    services.db.transaction(async (tx) => {
      const projectId = await projectToCheckOn(tx, { modelId, userId: user.id });
      if (!projectId)
        throw new AppError(
          "not_ready",
          "The check needs photographs that this network has explained. Choose it in a project you own and add some.",
        );
      await requestModelCheck(tx, { modelId, again: true });
      await services.queue.enqueue(tx, "randomise", { projectId: projectId as ProjectId, modelId });
      await publishModelEvent(tx, { type: "model", modelId });
    }),
  );
