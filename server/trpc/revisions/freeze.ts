import { z } from "zod";
import { imageIdSchema } from "@/core/domain/ids";
import { freezeRevision } from "../../services/freeze-revision";
import { projectProcedure } from "../init";

/** Freezes what is committed of the image's document as its next revision and has it scored. */
export const freeze = projectProcedure("revision.submit")
  .input(z.object({ imageId: imageIdSchema }))
  .mutation(({ ctx: { services, user }, input: { projectId, imageId } }) =>
    freezeRevision(services, { projectId, imageId, userId: user.id }),
  );
