import {
  assessLayout,
  computeLayout,
  type LayoutFrame,
  type LayoutRequest,
  type LayoutResult,
  type Point,
} from "@/core/analysis/embedding/layout";

/** One job per worker: compute a layout, or judge one that is given. */
export interface LayoutJob {
  request: LayoutRequest;
  /** Given positions, one per image of the request: judge them instead of computing. */
  positions?: Point[];
}

export type LayoutMessage =
  | { type: "frame"; frame: LayoutFrame }
  | { type: "done"; result: LayoutResult }
  | { type: "error"; message: string };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<LayoutJob>) => void) | null;
  postMessage(message: LayoutMessage): void;
};

scope.onmessage = ({ data }) => {
  try {
    if (data.positions) {
      scope.postMessage({ type: "done", result: assessLayout(data.request, data.positions) });
      return;
    }
    const steps = computeLayout(data.request);
    for (;;) {
      const step = steps.next();
      if (step.done) {
        scope.postMessage({ type: "done", result: step.value });
        return;
      }
      scope.postMessage({ type: "frame", frame: step.value });
    }
  } catch (error) {
    scope.postMessage({ type: "error", message: error instanceof Error ? error.message : String(error) });
  }
};
