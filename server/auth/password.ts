import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";

/** Long rather than complicated; the upper bound keeps hashing time bounded. */
export const passwordSchema = z
  .string()
  .min(10, "Choose a password of at least 10 characters.")
  .max(200, "Choose a password of at most 200 characters.");

/** argon2id (the library's default algorithm) at the cost OWASP recommends: 19 MiB, two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

let decoy: Promise<string> | undefined;

/**
 * Whether the password is the one behind `stored`. Without a stored hash (nobody has that address, or the
 * person has no password) the same work is done against a decoy, so that time tells nothing.
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("no account has this password, whatever is typed");
  const right = await verify(stored ?? (await decoy), password);
  return stored !== null && right;
}
