import { throwIfCancelled } from "./cancel";
import { type MethodOptions, MULTI_PASS, resolveSettings } from "./methods/index";
import { partDrops } from "./methods/removal";
import type { Fill, MethodOutcome, MultiPassMethod } from "./methods/types";
import type { Passes } from "./passes";

export { Passes } from "./passes";

export interface RunOptions {
  /** Cancels between batches; the promise rejects at once. */
  readonly signal?: AbortSignal;
  /** Label of every pixel, `[H·W]`, 255 for none; for `part-shapley`. */
  readonly labels?: Uint8Array;
}

export interface Timings {
  readonly compileMs: number;
  readonly sessionMs: number;
  readonly runMs: number;
}

export interface Explanation {
  /** `[N, K]`, before softmax. */
  readonly logits: Float32Array;
  /** `[N, C, H, W]` */
  readonly relevance: Float32Array;
  /** `[N]`: the relevance that biases took, with the option `absorbed`; else null. Score − Σ R less this is the stabilisers'. */
  readonly absorbed: Float32Array | null;
  readonly timings: Timings;
  /** What multi-pass methods tell besides, one entry an image; empty for the others. */
  readonly details: readonly MethodOutcome[];
}

export interface Explainer {
  readonly hash: string;
  /** Shape of one image, `[C, H, W]`. */
  readonly imageShape: readonly number[];
  readonly classCount: number;
  /**
   * Explains N images, each for its own class.
   *
   * @param input `[N, C, H, W]` in the model's own frame, normalised
   * @param targets N class indices
   * @throws ExplainError BAD_INPUT, CANCELLED, RUNTIME
   */
  explain(input: Float32Array, targets: ArrayLike<number>, options?: RunOptions): Promise<Explanation>;
  /** Class scores only, `[N, K]`. */
  predict(input: Float32Array, options?: RunOptions): Promise<Float32Array>;
  /**
   * How much the target's score falls when each part alone is replaced by `fill` (default: the explainer's). One image; `labels`
   * as in `explain`.
   */
  partDrops(
    input: Float32Array,
    target: number,
    labels: Uint8Array,
    options?: RunOptions & { readonly fill?: Fill },
  ): Promise<readonly { readonly index: number; readonly drop: number }[]>;
  dispose(): Promise<void>;
}

/** How long each preparation took, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly compileMs: number;
}

/** An explainer over any runtime. `clock` comes from outside, so that this file stays free of any platform. */
export function explainerOf(
  passes: Passes,
  options: MethodOptions,
  clock: Clock,
  sessionMs: () => number,
): Explainer {
  const { method } = passes.compiled.options;
  const settings = resolveSettings(method, options, passes.imageShape);
  const size = passes.imageSize;

  const manyPasses = async (
    explainImage: MultiPassMethod,
    input: Float32Array,
    targets: readonly number[],
    { signal, labels }: RunOptions,
  ) => {
    const outcomes: MethodOutcome[] = [];
    for (const [i, target] of targets.entries()) {
      const image = input.slice(i * size, (i + 1) * size);
      outcomes.push(await explainImage({ passes, image, target, labels: labels ?? null, settings, signal }));
    }
    const relevance = new Float32Array(input.length);
    for (const [i, outcome] of outcomes.entries()) relevance.set(outcome.relevance, i * size);
    const logits = await passes.forward(input, signal);
    return { logits, relevance, absorbed: null, details: outcomes };
  };

  return {
    get hash() {
      return passes.compiled.hash;
    },
    imageShape: passes.imageShape,
    classCount: passes.compiled.classCount,
    async explain(input, targets, run = {}) {
      throwIfCancelled(run.signal);
      const classes = passes.targets(targets, passes.count(input));
      const started = clock.now();
      const before = sessionMs();
      const explainImage = MULTI_PASS[method];
      const result = explainImage
        ? await manyPasses(explainImage, input, classes, run)
        : { ...(await passes.backward(input, classes, run.signal)), details: [] };
      const loading = sessionMs() - before;
      const timings = {
        compileMs: clock.compileMs,
        sessionMs: sessionMs(),
        runMs: clock.now() - started - loading,
      };
      return { ...result, timings };
    },
    async predict(input, { signal } = {}) {
      throwIfCancelled(signal);
      return passes.forward(input, signal);
    },
    async partDrops(input, target, labels, { signal, fill = settings.fill } = {}) {
      const [checked] = passes.targets([target], passes.count(input));
      return partDrops({
        passes,
        image: input,
        target: checked!,
        labels,
        settings: { ...settings, fill },
        signal,
      });
    },
    dispose: () => passes.dispose(),
  };
}
