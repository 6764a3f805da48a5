import { createHash, randomBytes } from "node:crypto";
import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { findInvitation } from "@/db/queries/invitations";
import type { Services } from "./services";

/** A new secret for a link (256 bits), and the hash that is stored instead of it. */
export function newSecret(): { secret: string; secretHash: string } {
  const secret = randomBytes(32).toString("base64url");
  return { secret, secretHash: hashSecret(secret) };
}

function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** @throws AppError `not_found` when the link does not open anything (any more). */
export async function openInvitation(services: Services, db: Db, secret: string) {
  const found = await findInvitation(db, { secretHash: hashSecret(secret), now: services.now() });
  if (!found)
    throw new AppError(
      "not_found",
      "This invitation does not work any more: it was revoked, or it is out of date. Ask for a new link.",
    );
  return found;
}
