import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { imageIdSchema } from "@/core/domain/ids";
import { listRevisions } from "@/db/queries/freeze";
import { imageNeighbours, imageOverviews } from "@/db/queries/image-overview";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { documentOf } from "@/db/queries/photos";
import { projectProcedure } from "../init";

/** One photograph with all that the editor opens with. */
export const get = projectProcedure("project.view")
  .input(z.object({ imageId: imageIdSchema }))
  .query(async ({ ctx: { services }, input: { projectId, imageId } }) => {
    const { db } = services;
    const [[image], document, neighbours, revisions, [newest]] = await Promise.all([
      imageOverviews(db, { projectId, ids: [imageId] }),
      documentOf(db, { projectId, imageId }),
      imageNeighbours(db, { projectId, imageId }),
      listRevisions(db, { projectId, imageId }),
      latestRevisions(db, { projectId, imageIds: [imageId] }),
    ]);
    if (!image || !document)
      throw new AppError(
        "not_found",
        "There is no such photograph in this project; it may have been removed.",
      );
    const check =
      newest?.check?.kind === "check" ? { drops: newest.check.drops, fill: newest.check.fill } : null;
    return {
      ...image,
      documentId: document.id,
      neighbours,
      revisions,
      /** Of the newest revision's scores. */
      check: { check, checkError: newest?.checkError ?? null },
      /** Those scores are of before: new ones are on their way. */
      waiting: newest?.waiting ?? false,
    };
  });
