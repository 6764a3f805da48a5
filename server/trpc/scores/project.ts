import { imageOverviews } from "@/db/queries/image-overview";
import { latestRevisions } from "@/db/queries/latest-revisions";
import { projectProcedure } from "../init";

/** All photographs of a project with the part sums of their newest revisions: what the map is made of. */
export const project = projectProcedure("project.view").query(
  async ({ ctx: { services }, input: { projectId } }) => {
    const [images, revisions] = await Promise.all([
      imageOverviews(services.db, { projectId }),
      latestRevisions(services.db, { projectId }),
    ]);
    const byImage = new Map(revisions.map((revision) => [revision.imageId, revision]));
    return images.map(({ cursor: _, ...image }) => {
      const revision = byImage.get(image.id);
      return {
        ...image,
        revision: revision
          ? {
              id: revision.id,
              number: revision.number,
              state: revision.state,
              authorIds: revision.authorIds,
              createdAt: revision.createdAt,
              stale: revision.stale,
              /** The scores are those of before: new ones are on their way. */
              waiting: revision.waiting,
              error: revision.scoresError,
              /** One entry a part, by position; null while the job is on its way. */
              scores:
                revision.scores?.kind === "score"
                  ? { sums: revision.scores.sums, balance: revision.scores.balance }
                  : null,
              /** What happens when each part is taken away; null while the job is on its way. */
              check:
                revision.check?.kind === "check"
                  ? { drops: revision.check.drops, fill: revision.check.fill }
                  : null,
              checkError: revision.checkError,
            }
          : null,
      };
    });
  },
);
