import type { CompiledGraph } from "../compile";
import { ExplainError } from "../errors";
import { sizeOf } from "../graph/tensor";
import { orCancelled, Turnstile, throwIfCancelled } from "./cancel";
import type { Sessions } from "./session";

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

  /** Scores and relevance of all images, batch by batch; `absorbed` `[N]` where the graph tells it. */
  async backward(input: Float32Array, targets: readonly number[], signal?: AbortSignal) {
    const n = this.count(input);
    const { classCount: K, logitsName, inputName, targetName, relevanceName, absorbedName } = this.compiled;
    const logits = new Float32Array(n * K);
    const relevance = new Float32Array(input.length);
    const absorbed = absorbedName ? new Float32Array(n) : null;
    const fetches = [logitsName, relevanceName!, ...(absorbedName ? [absorbedName] : [])];
    for (const { start, count } of batches(n, this.batchSize)) {
      throwIfCancelled(signal);
      const classes = BigInt64Array.from(targets.slice(start, start + count), BigInt);
      const feeds = {
        [inputName]: this.images(input, start, count),
        [targetName!]: { type: "int64" as const, data: classes, dims: [count] },
      };
      const run = this.turnstile.enter(async () => (await this.sessions.explanation()).run(feeds, fetches));
      const [scores, map, taken] = await orCancelled(run, signal);
      logits.set(scores!, start * K);
      relevance.set(map!, start * this.imageSize);
      absorbed?.set(taken!, start);
    }
    return { logits, relevance, absorbed };
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
