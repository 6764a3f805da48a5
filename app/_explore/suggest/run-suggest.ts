import type { SuggestRequest, SuggestResult } from "@/core/analysis/comparison/suggestions";
import type { SuggestMessage } from "./suggest.worker";

/** Looks for groups in a worker of its own; returns a function that stops it. */
export function runSuggest(
  request: SuggestRequest,
  handlers: { done(result: SuggestResult): void; error(message: string): void },
): () => void {
  const worker = new Worker(new URL("./suggest.worker.ts", import.meta.url), { type: "module" });
  const stop = () => worker.terminate();
  worker.onmessage = ({ data }: MessageEvent<SuggestMessage>) => {
    stop();
    if (data.type === "done") handlers.done(data.result);
    else handlers.error(data.message);
  };
  worker.onerror = (event) => {
    stop();
    handlers.error(event.message || "The search for groups could not be started; reload the page.");
  };
  worker.postMessage(request);
  return stop;
}
