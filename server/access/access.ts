import { AppError } from "@/core/domain/errors";
import { type Action, may, PERMISSIONS, type Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { memberRole } from "@/db/queries/members";

/** The person's role in the project; null for people who are not members of it (or if there is no such project). */
export function roleIn(db: Db, projectId: string, userId: string): Promise<Role | null> {
  return memberRole(db, { projectId, userId });
}

/**
 * The one gate in front of everything in a project.
 * @throws AppError `not_found` for people outside the project, so that its existence is not given away;
 *   `forbidden` for members whose role is too weak.
 */
export async function requireRole(
  db: Db,
  who: { projectId: string; userId: string },
  action: Action,
): Promise<Role> {
  const role = await roleIn(db, who.projectId, who.userId);
  if (role === null)
    throw new AppError(
      "not_found",
      "There is no such project, or you are not a member of it. Ask its owner for an invitation link.",
    );
  if (!may(role, action))
    throw new AppError(
      "forbidden",
      `Your role here is ${role}; this needs ${PERMISSIONS[action]} or more. Ask an owner of the project.`,
    );
  return role;
}
