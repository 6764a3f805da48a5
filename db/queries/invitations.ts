import { and, desc, eq, gt, isNull } from "drizzle-orm";
import type { Role } from "@/core/domain/roles";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { invitations, projects } from "../schema/projects";

export async function createInvitation(
  db: Db,
  invitation: { projectId: string; role: Role; secretHash: string; createdBy: string; expiresAt: Date },
) {
  const [row] = await db
    .insert(invitations)
    .values(invitation)
    .returning({ id: invitations.id, role: invitations.role, expiresAt: invitations.expiresAt });
  return row!;
}

/** Those that still open the door, newest first. */
export function listInvitations(db: Db, { projectId, now }: { projectId: string; now: Date }) {
  return db
    .select({
      id: invitations.id,
      role: invitations.role,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      createdByName: users.name,
    })
    .from(invitations)
    .innerJoin(users, eq(users.id, invitations.createdBy))
    .where(
      and(
        eq(invitations.projectId, projectId),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .orderBy(desc(invitations.createdAt));
}

/** The project behind a link; null when the secret is unknown, revoked or out of date. */
export async function findInvitation(db: Db, { secretHash, now }: { secretHash: string; now: Date }) {
  const [row] = await db
    .select({
      id: invitations.id,
      role: invitations.role,
      projectId: projects.id,
      projectName: projects.name,
      invitedBy: users.name,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .innerJoin(projects, eq(projects.id, invitations.projectId))
    .innerJoin(users, eq(users.id, invitations.createdBy))
    .where(
      and(
        eq(invitations.secretHash, secretHash),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    );
  return row ?? null;
}

/** Returns whether there was such a link to revoke. */
export async function revokeInvitation(
  db: Db,
  { projectId, id, now }: { projectId: string; id: string; now: Date },
): Promise<boolean> {
  const rows = await db
    .update(invitations)
    .set({ revokedAt: now })
    .where(and(eq(invitations.projectId, projectId), eq(invitations.id, id), isNull(invitations.revokedAt)))
    .returning({ id: invitations.id });
  return rows.length > 0;
}
