import { and, asc, eq } from "drizzle-orm";
import type { Role } from "@/core/domain/roles";
import type { Db } from "../client";
import { users } from "../schema/accounts";
import { members } from "../schema/projects";

type Who = { projectId: string; userId: string };

export async function memberRole(db: Db, { projectId, userId }: Who): Promise<Role | null> {
  const [row] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
  return row?.role ?? null;
}

/** Whether the person owns any project of the installation. */
export async function ownsAnyProject(db: Db, { userId }: { userId: string }): Promise<boolean> {
  const rows = await db
    .select({ projectId: members.projectId })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.role, "owner")))
    .limit(1);
  return rows.length > 0;
}

/** Everybody in the project, owners' seniority aside: in the order they joined. */
export function listMembers(db: Db, { projectId }: { projectId: string }) {
  return db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      colour: users.colour,
      role: members.role,
      joinedAt: members.joinedAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(eq(members.projectId, projectId))
    .orderBy(asc(members.joinedAt), asc(users.id));
}

/** Adds a member; someone who is in already keeps the role they have. Returns whether a row was added. */
export async function addMember(db: Db, { projectId, userId, role }: Who & { role: Role }): Promise<boolean> {
  const rows = await db
    .insert(members)
    .values({ projectId, userId, role })
    .onConflictDoNothing()
    .returning({ userId: members.userId });
  return rows.length > 0;
}

export async function setMemberRole(
  db: Db,
  { projectId, userId, role }: Who & { role: Role },
): Promise<void> {
  await db
    .update(members)
    .set({ role })
    .where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
}

export async function removeMember(db: Db, { projectId, userId }: Who): Promise<void> {
  await db.delete(members).where(and(eq(members.projectId, projectId), eq(members.userId, userId)));
}

/** Owners of the project, locked until the transaction ends, so that two demotions cannot leave none. */
export async function lockOwners(db: Db, { projectId }: { projectId: string }): Promise<string[]> {
  const rows = await db
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.projectId, projectId), eq(members.role, "owner")))
    .orderBy(asc(members.userId))
    .for("update");
  return rows.map((row) => row.userId);
}
