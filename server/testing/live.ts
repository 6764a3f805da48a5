import { setTimeout as sleep } from "node:timers/promises";

/**
 * The first event heard, and what had been made by then: `make` is repeated until something is heard, since a listener
 * hears nothing of what happened before it was there.
 */
export async function firstHeard<E>(
  events: AsyncIterable<E>,
  make: () => Promise<{ id: string }>,
): Promise<{ event: E; made: string[] }> {
  const iterator = events[Symbol.asyncIterator]();
  let event: E | null = null;
  const hearing = iterator.next().then(({ value }) => {
    event = value;
  });
  const made: string[] = [];
  while (event === null) {
    made.push((await make()).id);
    await Promise.race([hearing, sleep(200)]);
  }
  await iterator.return?.();
  return { event, made };
}
