import { findingHeadline } from "@/core/analysis/comparison/finding-words";
import { staleFindingImages } from "@/db/queries/finding-images";
import { listFindings } from "@/db/queries/findings";
import { settingNow } from "../../findings/project-now";
import { staleReasons } from "../../findings/staleness";
import { projectProcedure } from "../init";

/** The project's findings as cards, the newest first: what each says, and how many things have changed since. */
export const list = projectProcedure("project.view").query(
  async ({ ctx: { services }, input: { projectId } }) => {
    const { db } = services;
    const [findings, setting, stale] = await Promise.all([
      listFindings(db, { projectId }),
      settingNow(db, projectId),
      staleFindingImages(db, { projectId }),
    ]);
    return findings.map(({ id, title, authorId, authorName, createdAt, comments, ...finding }) => {
      const { basis, groups, statistics } = finding;
      return {
        id,
        title,
        authorId,
        authorName,
        createdAt,
        comments,
        headline: findingHeadline(statistics, groups, basis.parts),
        groups: groups.map(({ name, colour }, g) => ({
          name,
          colour,
          images: statistics.groups[g]!.images,
          parts: statistics.groups[g]!.parts,
        })),
        parts: basis.parts,
        backgroundInScores: basis.backgroundInScores,
        stale: staleReasons(basis, setting, stale.get(id) ?? []),
      };
    });
  },
);
