import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { imageIdSchema } from "@/core/domain/ids";
import { publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";
import { bumpEpoch } from "@/db/queries/documents";
import { documentOf, removePhoto } from "@/db/queries/photos";
import { projectProcedure } from "../init";

/** Takes a photograph and everything drawn on it out of the project, for good. */
export const remove = projectProcedure("photo.delete")
  .input(z.object({ imageId: imageIdSchema }))
  .mutation(async ({ ctx: { services, user }, input: { projectId, imageId } }) =>
    services.db.transaction(async (tx) => {
      const document = await documentOf(tx, { projectId, imageId });
      // Whoever has the image open is told before it goes.
      if (document) await bumpEpoch(tx, document.id);
      if (!(await removePhoto(tx, { projectId, imageId })))
        throw new AppError("not_found", "There is no such photograph in this project.");
      await audit(tx, { projectId, userId: user.id, action: "image.remove", subject: { imageId } });
      await publishProjectEvent(tx, projectId, { type: "image", imageId, change: "removed" });
    }),
  );
