import { z } from "zod";
import { REVISION_STATES } from "@/core/domain/review";
import { imageOverviews } from "@/db/queries/image-overview";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { projectProcedure } from "../init";

/** A page of photographs in the order they came, each with its stages, classes and newest revision. */
export const list = projectProcedure("project.view")
  .input(
    z.object({
      cursor: z.string().max(100).nullish(),
      limit: z.number().int().min(1).max(500).default(200),
      /** Only those whose newest revision is in this state; `none`: not annotated yet. */
      review: z.enum(["none", ...REVISION_STATES]).optional(),
    }),
  )
  .query(async ({ ctx: { services }, input: { projectId, cursor, limit, review } }) => {
    const images = await imageOverviews(services.db, {
      projectId,
      after: cursor ?? undefined,
      limit,
      review,
    });
    const newest = await latestRevisions(services.db, { projectId, imageIds: images.map((i) => i.id) });
    const byImage = new Map(newest.map((revision) => [revision.imageId, revision]));
    return {
      images: images.map(({ cursor: _, relevance: __, ...image }) => {
        const revision = byImage.get(image.id);
        return {
          ...image,
          explained: image.prediction?.explained ?? null,
          top: image.prediction?.top[0] ?? null,
          revision: revision
            ? {
                number: revision.number,
                state: revision.state,
                stale: revision.stale,
                scored: revision.scoresKey !== null,
                /** The scores are those of before: new ones are on their way. */
                waiting: revision.waiting,
                /** κ of the scores; null until there are present ones. */
                balance:
                  revision.scores?.kind === "score" && !revision.waiting ? revision.scores.balance : null,
                error: revision.scoresError,
              }
            : null,
        };
      }),
      nextCursor: images.length === limit ? (images.at(-1)?.cursor ?? null) : null,
    };
  });
