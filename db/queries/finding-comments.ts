import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { findingComments, findings } from "../schema/findings";

type Ref = { projectId: string; findingId: string };

const shown = {
  id: findingComments.id,
  authorId: findingComments.authorId,
  authorName: sql<string>`coalesce(${users.name}, 'a former member')`,
  authorColour: sql<string>`coalesce(${users.colour}, '#8a8f98')`,
  text: findingComments.text,
  createdAt: findingComments.createdAt,
};

/** The discussion of a finding, in the order it was held. */
export function listComments(db: Db, { projectId, findingId }: Ref) {
  return db
    .select(shown)
    .from(findingComments)
    .innerJoin(findings, eq(findings.id, findingComments.findingId))
    .leftJoin(users, eq(users.id, findingComments.authorId))
    .where(and(eq(findings.projectId, projectId), eq(findings.id, findingId)))
    .orderBy(asc(findingComments.createdAt), asc(findingComments.id));
}

export async function createComment(
  db: Db,
  comment: { findingId: string; authorId: string; text: string },
): Promise<string> {
  const [row] = await db.insert(findingComments).values(comment).returning({ id: findingComments.id });
  return row!.id;
}

/** Removes a comment of this author; false when there is no such one. */
export async function removeComment(
  db: Db,
  { findingId, commentId, authorId }: { findingId: string; commentId: string; authorId: string },
): Promise<boolean> {
  const rows = await db
    .delete(findingComments)
    .where(
      and(
        eq(findingComments.id, commentId),
        eq(findingComments.findingId, findingId),
        eq(findingComments.authorId, authorId),
      ),
    )
    .returning({ id: findingComments.id });
  return rows.length > 0;
}
