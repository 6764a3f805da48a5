import { z } from "zod";
import { userIdSchema } from "@/core/domain/ids";
import { drewAlone, REVISION_STATES } from "@/core/domain/review";
import { findProject } from "@/db/queries/projects";
import { reviewQueue } from "@/db/queries/review-queue";
import { findPeople } from "@/db/queries/users";
import { projectProcedure } from "../init";

/** A page of newest revisions in one state, the longest waiting first. */
export const queue = projectProcedure("project.view")
  .input(
    z.object({
      state: z.enum(REVISION_STATES).default("submitted"),
      /** Only what this person has a hand in. */
      authorId: userIdSchema.optional(),
      /** Leave out what I alone drew. */
      others: z.boolean().default(false),
      cursor: z.string().max(100).nullish(),
      limit: z.number().int().min(1).max(200).default(60),
    }),
  )
  .query(async ({ ctx: { services, user }, input: { cursor, others, ...input } }) => {
    const { db } = services;
    const [rows, project] = await Promise.all([
      reviewQueue(db, {
        ...input,
        after: cursor ?? undefined,
        notAloneBy: others ? user.id : undefined,
      }),
      findProject(db, input),
    ]);
    const people = new Map(
      (await findPeople(db, { ids: [...new Set(rows.flatMap((r) => r.authorIds))] })).map((p) => [p.id, p]),
    );
    return {
      revisions: rows.map(({ cursor: _, authorIds, ...row }) => ({
        ...row,
        authors: authorIds.flatMap((id) => people.get(id) ?? []),
        drewAlone: (project?.fourEyes ?? true) && drewAlone({ ...row, authorIds }, user.id),
      })),
      nextCursor: rows.length === input.limit ? (rows.at(-1)?.cursor ?? null) : null,
    };
  });
