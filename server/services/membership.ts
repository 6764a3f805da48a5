import type { Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";
import { CHANNELS, publish, publishProjectEvent } from "@/db/notify";
import { audit } from "@/db/queries/audit";

/**
 * Writes down a change of somebody's place in a project and tells every process: open annotation sockets are
 * re-checked, open pages show it. `role` null: the person is out.
 */
export async function announceMember(
  tx: Db,
  change: {
    projectId: string;
    userId: string;
    role: Role | null;
    by: string;
    act: "member.join" | "member.setRole" | "member.remove";
  },
): Promise<void> {
  const { projectId, userId, role, by, act } = change;
  await audit(tx, { projectId, userId: by, action: act, subject: { userId, role } });
  await publish(tx, CHANNELS.access, JSON.stringify({ projectId, userId }));
  await publishProjectEvent(tx, projectId, { type: "member", userId, role });
}
