import type { Db } from "../client";
import { auditLog } from "../schema/projects";

/** Everything that is written down for good; a new kind of act gets a new name here. */
export type AuditAction =
  | "project.create"
  | "project.seeded"
  | "project.update"
  | "parts.replace"
  | "groups.replace"
  | "invitation.create"
  | "invitation.revoke"
  | "member.join"
  | "member.setRole"
  | "member.remove"
  | "image.add"
  | "image.remove"
  | "image.retry"
  | "revision.freeze"
  | "revision.approve"
  | "revision.return"
  | "revision.reopen"
  | "review.decide"
  | "review.comment"
  | "review.settle"
  | "review.removeComment"
  | "selection.create"
  | "selection.update"
  | "selection.remove"
  | "finding.create"
  | "finding.update"
  | "finding.remove"
  | "finding.comment"
  | "finding.uncomment";

/** Called inside the transaction of the act, so that there is no act without its entry. */
export async function audit(
  db: Db,
  entry: { projectId: string; userId: string; action: AuditAction; subject?: Record<string, unknown> },
): Promise<void> {
  await db.insert(auditLog).values({ ...entry, subject: entry.subject ?? {} });
}
