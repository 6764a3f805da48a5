import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(new Error(`Cannot listen on ${host}:${port} (${error.code ?? error.message}).`));
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/**
 * Resolves when the port can be used. The processes of a start that was killed leave within a few seconds, so a
 * used port is tried again for `patienceMs`. Rejects with what to do.
 */
export async function requirePort(port: number, host: string, patienceMs = 6_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isFree(port, host))) {
    // A Partwise in good health will not leave by itself.
    const running = await isPartwise(port, host);
    if (running)
      throw new Error(
        `Partwise already runs at http://localhost:${port}. Stop it first, or open that address.`,
      );
    if (Date.now() > deadline)
      throw new Error(
        `Port ${port} is used by another program. Stop that, or choose another port: PORT=${port + 1} npm start`,
      );
    await sleep(250);
  }
}

async function isPartwise(port: number, host: string): Promise<boolean> {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  try {
    const answer = await fetch(`http://${name.includes(":") ? `[${name}]` : name}:${port}/api/health`, {
      signal: AbortSignal.timeout(1_000),
    });
    const health = (await answer.json()) as { ok?: unknown; role?: unknown };
    return health.ok === true && typeof health.role === "string";
  } catch {
    return false;
  }
}
