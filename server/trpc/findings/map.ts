import { z } from "zod";
import { pinnedImages } from "../../findings/pinned-images";
import { requireFinding } from "../../findings/read-finding";
import { projectProcedure } from "../init";

/** All the explorer needs to show the map as it was: view, groups with their members, and every image's results then. */
export const map = projectProcedure("project.view")
  .input(z.object({ findingId: z.uuid() }))
  .query(async ({ ctx: { services }, input }) => {
    const { id, title, authorName, createdAt, view, groups, basis } = await requireFinding(
      services.db,
      input,
    );
    const images = await pinnedImages(services.db, input);
    return {
      id,
      title,
      authorName,
      createdAt,
      view,
      groups,
      basis,
      images: images.map(({ imageId, revisionId, sums, check, top, explained }) => ({
        imageId,
        revisionId,
        sums,
        check,
        top,
        explained,
      })),
    };
  });
