const QUIET_MS = 10_000;

/**
 * Logs each complaint once in a while. When the database is away, every loop of every queue says so twice a
 * second; one line tells as much.
 */
export function quietLog(
  write: (line: string) => void,
  now: () => number = Date.now,
): (error: Error) => void {
  const saidAt = new Map<string, number>();
  return (error) => {
    // The queue appends which loop it was.
    const message = error.message.replace(/ \(Queue: .*\)$/, "");
    const last = saidAt.get(message);
    if (last !== undefined && now() - last < QUIET_MS) return;
    saidAt.set(message, now());
    write(`[queue] ${message}`);
  };
}
