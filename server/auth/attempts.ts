export interface AttemptLimiter {
  /** Counts one attempt; false when `key` has used up its attempts in the present window. */
  take(key: string, now: number): boolean;
  /** Forgets the attempts of `key`, after a success. */
  clear(key: string): void;
}

/**
 * At most `max` attempts a key in each window of `windowMs`, in this process. Keys whose window has passed are
 * dropped when the table grows beyond `maxKeys`, the oldest first, so that a flood of names cannot fill memory.
 */
export function createAttemptLimiter(options: {
  max: number;
  windowMs: number;
  maxKeys?: number;
}): AttemptLimiter {
  const { max, windowMs, maxKeys = 10_000 } = options;
  const windows = new Map<string, { start: number; count: number }>();
  return {
    take(key, now) {
      const present = windows.get(key);
      if (present && now - present.start < windowMs) {
        present.count++;
        return present.count <= max;
      }
      windows.delete(key);
      if (windows.size >= maxKeys) {
        const oldest = windows.keys().next().value;
        if (oldest !== undefined) windows.delete(oldest);
      }
      windows.set(key, { start: now, count: 1 });
      return true;
    },
    clear: (key) => void windows.delete(key),
  };
}
