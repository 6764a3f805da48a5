import { ExplainError } from "../errors";

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new ExplainError("CANCELLED", "The run was cancelled.", { cause: signal.reason });
}

/** Settles with `work`, or rejects as soon as `signal` fires; `work` then ends unobserved. */
export async function orCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  throwIfCancelled(signal);
  let onAbort: (() => void) | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    onAbort = () => reject(new ExplainError("CANCELLED", "The run was cancelled.", { cause: signal.reason }));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  work.catch(() => undefined); // a failure after cancelling concerns nobody
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    signal.removeEventListener("abort", onAbort!);
  }
}

/** One task at a time, in the order of asking: two runs at once would cost twice the memory and no less time. */
export class Turnstile {
  private tail: Promise<unknown> = Promise.resolve();

  enter<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task);
    this.tail = result.catch(() => undefined);
    return result;
  }
}
