import type { InferenceSession } from "onnxruntime-node";

/** How sessions are made, whatever they run. `config` are further entries of the session's configuration. */
export function sessionOptions(
  config: Readonly<Record<string, string>> = {},
): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    // A plan of all memory, made after the first run, comes on top of what that run has taken: a third more, no faster.
    enableMemPattern: false,
    // Weights are used where the file is mapped: no second copy, and processes share the pages.
    extra: { session: { disable_prepacking: "1", ...config } },
  };
}
