import { availableParallelism } from "node:os";
import { ExplainError } from "@partwise/explain";
import { createExplainer, type Explainer, ExplainerPool } from "@partwise/explain/runtime";
import type { InferenceSession } from "onnxruntime-node";
import { AppError } from "@/core/domain/errors";
import type { BlobStore } from "@/db/blobs/store";
import type { ModelRow } from "@/db/queries/models";
import type { CheckFill } from "@/db/schema/images";
import type { MapOptions } from "../jobs/explanation-options";
import { checkOutput } from "../models/output-shape";
import { asLogits, openSession, runPlain } from "./session";
import type { SegmentationLogits } from "./silhouette";
import { Turns } from "./turns";

export interface NetworkExplanation {
  /** `[C, H, W]` */
  relevance: Float32Array;
  shape: readonly number[];
  /** `[K]`, before softmax. */
  logits: Float32Array;
  /** What the biases took of the score; null unless asked for with `absorbed`. */
  absorbed: number | null;
}

export interface Networks {
  /** Scores before softmax of one preprocessed image, `[K]`. */
  classify(model: ModelRow, input: Float32Array): Promise<Float32Array>;
  /** Relevance of one preprocessed image for class `target`, with the scores of the same run. */
  explain(
    model: ModelRow,
    input: Float32Array,
    target: number,
    options: MapOptions,
    signal?: AbortSignal,
  ): Promise<NetworkExplanation>;
  /**
   * Fall of the score of class `target` when each part alone is replaced. `labels` `[H·W]`, 255 for no part. Lets every other
   * run of a network go first.
   */
  partDrops(
    model: ModelRow,
    input: Float32Array,
    target: number,
    labels: Uint8Array,
    fill: CheckFill,
    signal?: AbortSignal,
  ): Promise<readonly { index: number; drop: number }[]>;
  segment(model: ModelRow, input: Float32Array): Promise<SegmentationLogits>;
  close(): Promise<void>;
}

export interface NetworksOptions {
  /** Threads of one run; default: all cores. */
  threads?: number;
  /** Where compiled explanation graphs are kept between starts. */
  cacheDir?: string;
}

/** Sessions of plain networks kept open: a project uses one segmenter. */
const OPEN_SESSIONS = 2;

/**
 * The networks of this process. One runs at a time, on all cores: two side by side would take as long and twice the
 * memory. Throws AppError `unsupported_model` for what no retry will help.
 */
export function createNetworks(blobs: BlobStore, options: NetworksOptions = {}): Networks {
  const threads = options.threads ?? availableParallelism();
  const turns = new Turns();
  const explainers = new ExplainerPool({ maxSessions: 2 });
  const sessions = new Map<string, Promise<InferenceSession>>();

  const withExplainer = <T>(
    model: ModelRow,
    compile: MapOptions,
    use: (explainer: Explainer) => Promise<T>,
    turn: { yields?: boolean } = {},
  ): Promise<T> =>
    turns.take(
      () =>
        unwrapped(model, () =>
          explainers.with(
            `${model.sha256} ${JSON.stringify(compile)}`,
            () =>
              createExplainer(blobs.path(model.sha256), {
                ...compile,
                digest: model.sha256,
                threads,
                batchSize: 1,
                ...(options.cacheDir ? { cacheDir: options.cacheDir } : {}),
              }),
            async (explainer) => {
              requireFrame(model, explainer.imageShape);
              requireClasses(model, explainer.classCount);
              return use(explainer);
            },
          ),
        ),
      turn,
    );

  const session = (model: ModelRow) => {
    const known = sessions.get(model.sha256);
    if (known) {
      sessions.delete(model.sha256);
      sessions.set(model.sha256, known);
      return known;
    }
    const opened = openSession(blobs.path(model.sha256), threads);
    sessions.set(model.sha256, opened);
    opened.catch(() => sessions.delete(model.sha256));
    return opened;
  };
  const trimSessions = async () => {
    for (const [key, opened] of [...sessions].slice(0, Math.max(0, sessions.size - OPEN_SESSIONS))) {
      sessions.delete(key);
      await (await opened.catch(() => null))?.release();
    }
  };

  return {
    async classify(model, input) {
      if (model.usable) return withExplainer(model, {}, (explainer) => explainer.predict(input));
      // A network the compiler cannot explain can still be asked what it sees.
      return turns.take(async () => {
        const output = await runPlain(await session(model), model.inputTransform, input);
        await trimSessions();
        checkOutput("classifier", output.dims, model.classNames);
        return asLogits(output.data as Float32Array);
      });
    },
    explain: (model, input, target, compile, signal) =>
      withExplainer(model, compile, async (explainer) => {
        const run = await explainer.explain(input, [target], signal ? { signal } : {});
        const { relevance, logits, absorbed } = run;
        return { relevance, shape: explainer.imageShape, logits, absorbed: absorbed?.[0] ?? null };
      }),
    // The classifier alone, as `classify` has it open.
    partDrops: (model, input, target, labels, fill, signal) =>
      withExplainer(
        model,
        {},
        (explainer) => explainer.partDrops(input, target, labels, { fill, ...(signal ? { signal } : {}) }),
        { yields: true },
      ),
    segment: (model, input) =>
      turns.take(async () => {
        const output = await runPlain(await session(model), model.inputTransform, input);
        await trimSessions();
        checkOutput("segmenter", output.dims, model.classNames);
        const [, classes, height, width] = output.dims as [number, number, number, number];
        return { classes, height, width, data: output.data as Float32Array };
      }),
    async close() {
      await explainers.dispose();
      for (const opened of sessions.values()) await (await opened.catch(() => null))?.release();
      sessions.clear();
    },
  };
}

function requireFrame(model: ModelRow, shape: readonly number[]) {
  const { width, height } = model.inputTransform.size;
  if (shape[0] === 3 && shape[1] === height && shape[2] === width) return;
  throw new AppError(
    "unsupported_model",
    `“${model.name}” takes images of ${shape.join(" × ")} but was registered with 3 × ${height} × ${width}. Register it again with the right size.`,
  );
}

function requireClasses(model: ModelRow, classCount: number) {
  if (classCount === model.classNames.length) return;
  throw new AppError(
    "unsupported_model",
    `“${model.name}” has ${classCount} outputs but ${model.classNames.length} class names. Register it again with the right list.`,
  );
}

async function unwrapped<T>(model: ModelRow, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Cancelled and runtime failures (memory, for one) may pass; everything else is about the file.
    if (error instanceof ExplainError && error.code !== "CANCELLED" && error.code !== "RUNTIME") {
      throw new AppError("unsupported_model", `“${model.name}” cannot be run: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}
