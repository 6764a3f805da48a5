import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { lockOwners } from "@/db/queries/members";

/** @throws AppError `conflict` when `leaving` is the project's only owner. */
export async function keepAnOwner(
  tx: Db,
  { projectId, leaving }: { projectId: string; leaving: string },
): Promise<void> {
  const owners = await lockOwners(tx, { projectId });
  if (owners.length === 1 && owners[0] === leaving)
    throw new AppError("conflict", "A project needs an owner. Make somebody else an owner first.");
}
