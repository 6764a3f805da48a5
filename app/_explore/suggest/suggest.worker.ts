import { type SuggestRequest, type SuggestResult, suggest } from "@/core/analysis/comparison/suggestions";

export type SuggestMessage = { type: "done"; result: SuggestResult } | { type: "error"; message: string };

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<SuggestRequest>) => void) | null;
  postMessage(message: SuggestMessage): void;
};

scope.onmessage = ({ data }) => {
  try {
    scope.postMessage({ type: "done", result: suggest(data) });
  } catch (error) {
    scope.postMessage({ type: "error", message: error instanceof Error ? error.message : String(error) });
  }
};
