import { createWebExplainer, type WebExplainerOptions } from "../runtime/web";

export interface PageResult {
  readonly logits: number[];
  readonly relevance: number[];
  readonly hash: string;
}

declare global {
  interface Window {
    explainInPage: typeof explainInPage;
  }
}

/** Compiles and runs in the page; numbers travel as lists. */
async function explainInPage(
  model: readonly number[],
  input: readonly number[],
  targets: readonly number[],
  options: WebExplainerOptions,
): Promise<PageResult> {
  const explainer = createWebExplainer(Uint8Array.from(model), options);
  try {
    const { logits, relevance } = await explainer.explain(Float32Array.from(input), targets);
    return { logits: [...logits], relevance: [...relevance], hash: explainer.hash };
  } finally {
    await explainer.dispose();
  }
}

window.explainInPage = explainInPage;
