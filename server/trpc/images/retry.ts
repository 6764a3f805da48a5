import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { imageIdSchema } from "@/core/domain/ids";
import { IMAGE_STAGES } from "@/core/domain/pipeline";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { imageOverviews } from "@/db/queries/image-overview";
import { resetStages } from "@/db/queries/pipeline";
import { projectProcedure } from "../init";

/** Tries the failed stages of a photograph again. */
export const retry = projectProcedure("photo.upload")
  .input(z.object({ imageId: imageIdSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, imageId } }) =>
    services.db.transaction(async (tx) => {
      const [image] = await imageOverviews(tx, { projectId, ids: [imageId] });
      if (!image) throw new AppError("not_found", "There is no such photograph in this project.");
      const failed = IMAGE_STAGES.filter((stage) => image.stages[stage].state === "failed");
      await resetStages(tx, { imageIds: [imageId], stages: failed });
      for (const stage of failed) {
        await services.queue.enqueue(tx, stage, { projectId, imageId });
        await publishProjectEvent(tx, projectId, { type: "stage", imageId, stage, state: "waiting" });
      }
      await audit(tx, { projectId, userId: user.id, action: "image.retry", subject: { imageId, failed } });
      return { stages: failed };
    }),
  );
