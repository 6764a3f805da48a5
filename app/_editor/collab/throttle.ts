/** Calls at most once in `ms`, always with the latest value; `flush` sends a waiting one at once. */
export function throttle<T>(ms: number, send: (value: T) => void) {
  let waiting: { value: T } | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const fire = () => {
    timer = null;
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    send(value);
    timer = setTimeout(fire, ms);
  };
  return {
    push(value: T) {
      waiting = { value };
      if (timer === null) fire();
    },
    flush() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (waiting) send(waiting.value);
      waiting = null;
    },
    cancel() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  };
}
