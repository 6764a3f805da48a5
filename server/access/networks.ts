import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { ownsAnyProject } from "@/db/queries/members";

/**
 * Networks belong to the installation, which has no roles of its own: whoever owns a project may add them (and anybody can
 * begin a project).
 *
 * @throws AppError `forbidden`
 */
export async function requireNetworkKeeper(db: Db, { userId }: { userId: string }): Promise<void> {
  if (await ownsAnyProject(db, { userId })) return;
  throw new AppError(
    "forbidden",
    "Only people who own a project can add networks. Begin a project of your own, or ask an owner.",
  );
}
