import { z } from "zod";
import { imageIdSchema } from "@/core/domain/ids";
import { commentsFor, decisionsOn, newestStanding } from "@/db/queries/reviews";
import { projectProcedure } from "../init";

/** Where the review of an image stands: its newest revision, the word on each part, what is pinned. Null before any. */
export const ofImage = projectProcedure("project.view")
  .input(z.object({ imageId: imageIdSchema }))
  .query(async ({ ctx: { services }, input: { projectId, imageId } }) => {
    const { db } = services;
    const revision = await newestStanding(db, { projectId, imageId });
    if (!revision) return null;
    const { id: revisionId, number, geometryHash: _, ...standing } = revision;
    const [decisions, comments] = await Promise.all([
      decisionsOn(db, { projectId, revisionIds: [revisionId] }),
      commentsFor(db, { projectId, imageId, revisionId, number }),
    ]);
    return { ...standing, revisionId, number, decisions, comments };
  });
