import type { ProjectId } from "@/core/domain/ids";
import type { Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { addMember } from "@/db/queries/members";
import { findCredentials } from "@/db/queries/users";
import { hashPassword } from "@/server/auth/password";
import { register } from "@/server/auth/register";

export const DEMO_PASSWORD = "partwise-demo";

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
}

export const DEMO_PEOPLE = [
  { name: "Ada Lindqvist", email: "ada@partwise.demo", role: "owner" },
  { name: "Ben Okafor", email: "ben@partwise.demo", role: "annotator" },
  { name: "Chloé Marin", email: "chloe@partwise.demo", role: "reviewer" },
] as const satisfies readonly DemoPerson[];

/** The demo accounts' ids in the order of `DEMO_PEOPLE`, made where they are missing. */
export async function ensurePeople(db: Db): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, email } of DEMO_PEOPLE) {
    const existing = await findCredentials(db, { email });
    const person =
      existing ??
      (await register(
        db,
        { name, email, passwordHash: await hashPassword(DEMO_PASSWORD) },
        { open: true, invited: true },
      ));
    ids.push(person.id);
  }
  return ids;
}

export async function ensureMembers(db: Db, projectId: ProjectId, userIds: readonly string[]): Promise<void> {
  for (const [index, userId] of userIds.entries())
    await addMember(db, { projectId, userId, role: DEMO_PEOPLE[index]!.role });
}
