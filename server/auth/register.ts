import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { countUsers, createUser, type Person } from "@/db/queries/users";

/** Colours of cursors and selections, apart from one another also for colour-blind people. */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7b61c9", "#a0522d"];

/**
 * Makes an account. The first person may always come in; later ones while sign-up is open, or with an invitation.
 * @throws AppError `forbidden` when sign-up is closed, `conflict` when the address is taken.
 */
export async function register(
  db: Db,
  person: { email: string; name: string; passwordHash: string | null },
  door: { open: boolean; invited: boolean },
): Promise<Person> {
  const already = await countUsers(db);
  if (already > 0 && !door.open && !door.invited)
    throw new AppError("forbidden", "Sign-up is by invitation here. Ask a project's owner for a link.");
  const colour = COLOURS[already % COLOURS.length]!;
  const created = await createUser(db, { ...person, colour });
  if (!created)
    throw new AppError("conflict", "There is already an account with this e-mail address. Sign in instead.");
  return created;
}
