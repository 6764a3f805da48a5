import { z } from "zod";
import { CHANNELS, type Listener, listen } from "@/db/notify";

const accessSchema = z.union([
  z.object({ documentId: z.string(), epoch: z.number() }),
  z.object({ projectId: z.string(), userId: z.string().optional() }),
]);

export interface FanoutHandlers {
  /** Another process, or another part of this one, committed a row. */
  onRow(documentId: string, rowId: number): void;
  onEpoch(documentId: string, epoch: number): void;
  /** Somebody's membership changed; everybody's of the project when no user is named. */
  onAccess(projectId: string, userId: string | null): void;
  /** Notifications may have been lost: rows, epochs and memberships must be read again. */
  onGap(): void;
}

/** Hears what other processes did to documents and memberships. `self` marks rows this process wrote itself. */
export async function listenForChanges(
  databaseUrl: string,
  self: string,
  handlers: FanoutHandlers,
): Promise<Listener> {
  const rows = await listen(
    databaseUrl,
    CHANNELS.document,
    (payload) => {
      const [documentId, row, origin] = payload.split(":");
      if (documentId && origin !== self && Number(row) > 0) handlers.onRow(documentId, Number(row));
    },
    handlers.onGap,
  );
  const access = await listen(
    databaseUrl,
    CHANNELS.access,
    (payload) => dispatchAccess(payload, handlers),
    handlers.onGap,
  );
  return {
    async close() {
      await Promise.all([rows.close(), access.close()]);
    },
  };
}

function dispatchAccess(payload: string, handlers: FanoutHandlers): void {
  const message = accessSchema.safeParse(parseJson(payload));
  // Unreadable news about access: assume the worst and read everything again.
  if (!message.success) handlers.onGap();
  else if ("epoch" in message.data) handlers.onEpoch(message.data.documentId, message.data.epoch);
  else handlers.onAccess(message.data.projectId, message.data.userId ?? null);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
