import { asc, count, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../client";
import { identities, users } from "../schema/accounts";

export interface Person {
  id: string;
  name: string;
  email: string;
  colour: string;
}

const person = { id: users.id, name: users.name, email: users.email, colour: users.colour };

export async function findUser(db: Db, { id }: { id: string }): Promise<Person | null> {
  const [row] = await db.select(person).from(users).where(eq(users.id, id));
  return row ?? null;
}

/** With the password hash: for signing in only. E-mail addresses are compared without case. */
export async function findCredentials(db: Db, { email }: { email: string }) {
  const [row] = await db
    .select({ ...person, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row ?? null;
}

/** The given people as others see them, in alphabetical order; those without an account any more are left out. */
export async function findPeople(
  db: Db,
  { ids }: { ids: readonly string[] },
): Promise<Pick<Person, "id" | "name" | "colour">[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: users.id, name: users.name, colour: users.colour })
    .from(users)
    .where(inArray(users.id, [...ids]))
    .orderBy(asc(users.name), asc(users.id));
}

export async function countUsers(db: Db): Promise<number> {
  const [row] = await db.select({ n: count() }).from(users);
  return row?.n ?? 0;
}

/** Null when somebody has this address already. */
export async function createUser(
  db: Db,
  user: { email: string; name: string; colour: string; passwordHash: string | null },
): Promise<Person | null> {
  const [row] = await db.insert(users).values(user).onConflictDoNothing().returning(person);
  return row ?? null;
}

export async function findIdentity(
  db: Db,
  { provider, subject }: { provider: string; subject: string },
): Promise<Person | null> {
  const [row] = await db
    .select(person)
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(sql`${identities.provider} = ${provider} and ${identities.subject} = ${subject}`);
  return row ?? null;
}

export async function linkIdentity(
  db: Db,
  identity: { provider: string; subject: string; userId: string },
): Promise<void> {
  await db.insert(identities).values(identity).onConflictDoNothing();
}
