import type { LayoutFrame, LayoutResult } from "@/core/analysis/embedding/layout";
import type { LayoutJob, LayoutMessage } from "../layout.worker";

export interface LayoutHandlers {
  frame(frame: LayoutFrame): void;
  done(result: LayoutResult): void;
  error(message: string): void;
}

/** Runs one layout job in a worker of its own; returns a function that stops it. */
export function runLayout(job: LayoutJob, handlers: LayoutHandlers): () => void {
  const worker = new Worker(new URL("../layout.worker.ts", import.meta.url), { type: "module" });
  let pending: LayoutFrame | null = null;
  let scheduled = 0;
  const stop = () => {
    worker.terminate();
    cancelAnimationFrame(scheduled);
  };
  worker.onmessage = ({ data }: MessageEvent<LayoutMessage>) => {
    switch (data.type) {
      case "frame":
        // The kernel is faster than the screen: only the newest frame is drawn.
        pending = data.frame;
        scheduled ||= requestAnimationFrame(() => {
          scheduled = 0;
          if (pending) handlers.frame(pending);
          pending = null;
        });
        return;
      case "done":
        stop();
        handlers.done(data.result);
        return;
      case "error":
        stop();
        handlers.error(data.message);
    }
  };
  worker.onerror = (event) => {
    stop();
    handlers.error(event.message || "The map's worker could not be started; reload the page.");
  };
  worker.postMessage(job);
  return stop;
}
