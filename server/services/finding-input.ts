import { z } from "zod";
import { AppError } from "@/core/domain/errors";
import { may, type Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { requireFinding } from "../findings/read-finding";

export const findingWordsSchema = z.object({
  title: z.string().trim().min(1, "Give the finding a title.").max(120),
  note: z.string().trim().max(8000),
});

export const commentSchema = z.string().trim().min(1, "Write something first.").max(4000);

/** @throws AppError `forbidden` unless the person made the finding or may manage everybody's. */
export async function requireOwnFinding(
  db: Db,
  who: { projectId: string; findingId: string; userId: string; role: Role },
) {
  const finding = await requireFinding(db, who);
  if (finding.authorId !== who.userId && !may(who.role, "finding.manageAny"))
    throw new AppError("forbidden", `Only ${finding.authorName} or an owner can change this finding.`);
  return finding;
}
