import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { findCredentials, type Person } from "@/db/queries/users";
import { createAttemptLimiter } from "./attempts";
import { checkPassword } from "./password";

const credentialsSchema = z.object({
  email: z.string().trim().min(3).max(254),
  password: z.string().min(1).max(200),
});

/** Ten wrong passwords in a quarter of an hour, then that address waits. */
const limiter = createAttemptLimiter({ max: 10, windowMs: 15 * 60_000 });

/**
 * The person with this address and password, or null.
 * @throws AppError `rate_limited` when the address was tried too often.
 */
export async function signInWithPassword(db: Db, input: unknown, now: number): Promise<Person | null> {
  const parsed = credentialsSchema.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const key = email.toLowerCase();
  if (!limiter.take(key, now))
    throw new AppError(
      "rate_limited",
      "Too many attempts for this address. Try again in a quarter of an hour.",
    );
  const found = await findCredentials(db, { email });
  if (!(await checkPassword(found?.passwordHash ?? null, password)) || !found) return null;
  limiter.clear(key);
  return { id: found.id, name: found.name, email: found.email, colour: found.colour };
}
