import type { CompiledGraph } from "../compile";
import { ExplainError } from "../errors";
import { sizeOf } from "../graph/tensor";
import { orCancelled, Turnstile, throwIfCancelled } from "./cancel";
import { type MethodOptions, MULTI_PASS, resolveSettings } from "./methods/index";
import { partDrops } from "./methods/removal";
import type { MethodOutcome, MultiPassMethod } from "./methods/types";
import type { Sessions } from "./session";

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
  /** How much the target's score falls when each part alone is taken away. One image; `labels` as in `explain`. */
  partDrops(
    input: Float32Array,
    target: number,
    labels: Uint8Array,
    options?: RunOptions,
  ): Promise<readonly { readonly index: number; readonly drop: number }[]>;
  dispose(): Promise<void>;
}

/** How long each preparation took, in milliseconds. */
export interface Clock {
  readonly now: () => number;
  readonly compileMs: number;
}

/** The parts of one batch: `count` images from `start`. */
export function* batches(total: number, size: number): Generator<{ start: number; count: number }> {
  for (let start = 0; start < total; start += size) yield { start, count: Math.min(size, total - start) };
}

/** The bare passes through the graphs; methods that need many of them are built on top. */
export class Passes {
  private readonly turnstile = new Turnstile();
  readonly imageShape: readonly number[];
  readonly imageSize: number;

  constructor(
    readonly compiled: CompiledGraph,
    private readonly sessions: Sessions,
    readonly batchSize: number,
  ) {
    this.imageShape = compiled.inputShape.slice(1);
    this.imageSize = sizeOf(this.imageShape);
  }

  /** Number of images in `input`; refuses what is not a whole number of them. */
  count(input: Float32Array): number {
    const n = input.length / this.imageSize;
    if (!Number.isInteger(n) || n === 0) {
      throw new ExplainError(
        "BAD_INPUT",
        `The input holds ${input.length} numbers; images of [${this.imageShape}] need a multiple of ${this.imageSize}.`,
      );
    }
    return n;
  }

  targets(targets: ArrayLike<number>, n: number): number[] {
    const K = this.compiled.classCount;
    const list = Array.from(targets);
    if (list.length !== n)
      throw new ExplainError("BAD_INPUT", `${n} images need ${n} target classes, got ${list.length}.`);
    for (const t of list) {
      if (!Number.isInteger(t) || t < 0 || t >= K) {
        throw new ExplainError(
          "BAD_INPUT",
          `Target class ${t} is not one of the model's ${K} classes (0 to ${K - 1}).`,
        );
      }
    }
    return list;
  }

  /** Class scores of all images, batch by batch. */
  async forward(input: Float32Array, signal?: AbortSignal): Promise<Float32Array> {
    const n = this.count(input);
    const { classCount: K, logitsName, inputName } = this.compiled;
    const logits = new Float32Array(n * K);
    for (const { start, count } of batches(n, this.batchSize)) {
      throwIfCancelled(signal);
      const feeds = { [inputName]: this.images(input, start, count) };
      const run = this.turnstile.enter(async () => (await this.sessions.forward()).run(feeds, [logitsName]));
      const [part] = await orCancelled(run, signal);
      logits.set(part!, start * K);
    }
    return logits;
  }

  /** Scores and relevance of all images, batch by batch. */
  async backward(input: Float32Array, targets: readonly number[], signal?: AbortSignal) {
    const n = this.count(input);
    const { classCount: K, logitsName, inputName, targetName, relevanceName } = this.compiled;
    const logits = new Float32Array(n * K);
    const relevance = new Float32Array(input.length);
    for (const { start, count } of batches(n, this.batchSize)) {
      throwIfCancelled(signal);
      const classes = BigInt64Array.from(targets.slice(start, start + count), BigInt);
      const feeds = {
        [inputName]: this.images(input, start, count),
        [targetName!]: { type: "int64" as const, data: classes, dims: [count] },
      };
      const run = this.turnstile.enter(async () =>
        (await this.sessions.explanation()).run(feeds, [logitsName, relevanceName!]),
      );
      const [scores, map] = await orCancelled(run, signal);
      logits.set(scores!, start * K);
      relevance.set(map!, start * this.imageSize);
    }
    return { logits, relevance };
  }

  private images(input: Float32Array, start: number, count: number) {
    const data = input.subarray(start * this.imageSize, (start + count) * this.imageSize);
    return { type: "float32" as const, data, dims: [count, ...this.imageShape] };
  }

  /** Waits for the run in progress, then lets go of everything. */
  dispose(): Promise<void> {
    return this.turnstile.enter(() => this.sessions.dispose());
  }
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
    return { logits: await passes.forward(input, signal), relevance, details: outcomes };
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
    async partDrops(input, target, labels, { signal } = {}) {
      const [checked] = passes.targets([target], passes.count(input));
      return partDrops({ passes, image: input, target: checked!, labels, settings, signal });
    },
    dispose: () => passes.dispose(),
  };
}
