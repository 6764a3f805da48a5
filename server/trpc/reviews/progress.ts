import type { RevisionState } from "@/core/domain/review";
import { partProgress, reviewCounts } from "@/db/queries/review-queue";
import { findPeople } from "@/db/queries/users";
import { partsToReview } from "../../services/review";
import { projectProcedure } from "../init";

const NONE: Record<RevisionState, number> = { submitted: 0, approved: 0, changes_requested: 0 };

/** How far reviewing is: images by state, in all and by person who drew; decisions by part and reason. */
export const progress = projectProcedure("project.view").query(
  async ({ ctx: { services }, input: { projectId } }) => {
    const { db } = services;
    const [counts, byPart, parts] = await Promise.all([
      reviewCounts(db, { projectId }),
      partProgress(db, { projectId }),
      partsToReview(db, projectId),
    ]);
    const of = (userId: string | null): Record<RevisionState, number> => ({
      ...NONE,
      ...Object.fromEntries(counts.filter((c) => c.userId === userId).map((c) => [c.state, c.n])),
    });
    const ids = [...new Set(counts.flatMap((row) => row.userId ?? []))];
    return {
      total: of(null),
      people: (await findPeople(db, { ids })).map((person) => ({ ...person, counts: of(person.id) })),
      parts: parts.map(({ id, name, colour }) => {
        const own = byPart.filter((row) => row.partId === id);
        return {
          id,
          name,
          colour,
          approved: own.filter((row) => row.reason === null).reduce((sum, row) => sum + row.n, 0),
          returned: own.flatMap(({ reason, n }) => (reason ? { reason, n } : [])).sort((a, b) => b.n - a.n),
        };
      }),
    };
  },
);
