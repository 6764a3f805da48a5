import { performance } from "node:perf_hooks";
import { normalArray } from "../random";
import { createExplainer, type Explainer } from "../runtime/index";

export interface Row {
  readonly batch: number;
  readonly pairs: number;
  /** Milliseconds for the whole batch, medians. */
  readonly forwardMs: number;
  readonly explanationMs: number;
  /** Median, lowest and highest of the ratios explanation / forward, one a pair. */
  readonly ratio: readonly [median: number, lowest: number, highest: number];
  /** Most memory this process has had resident up to here, MiB: compiling, loading, and this and all smaller batches. */
  readonly peakMiB: number;
}

export interface Measured {
  readonly compileMs: number;
  /** Writing the compiled graph and loading the explanation session. */
  readonly firstSessionMs: number;
  /** Loading the explanation session from a graph written before. */
  readonly cachedSessionMs: number;
  readonly rows: readonly Row[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Pairs of one prediction and one explanation of the same batch; which of them is first alternates. */
async function measureBatch(explainer: Explainer, batch: number, pairs: number): Promise<Row> {
  const size = explainer.imageShape.reduce((p, d) => p * d, 1);
  const input = normalArray(batch * size, 7);
  const targets = Array.from({ length: batch }, (_, i) => (i * 97) % explainer.classCount);
  const predict = () => timed(() => explainer.predict(input));
  const explain = () => timed(() => explainer.explain(input, targets));
  await predict();
  const { relevance } = await explainer.explain(input, targets);
  // Arithmetic on NaN or on zeros may be slower or faster than that of a real explanation.
  if (!relevance.every(Number.isFinite) || relevance.every((r) => r === 0))
    throw new Error(`The explanation of batch ${batch} is not finite or all zero; its time means nothing.`);
  const forwardMs: number[] = [];
  const explanationMs: number[] = [];
  for (let i = 0; i < pairs; i++) {
    if (i % 2 === 0) forwardMs.push(await predict());
    explanationMs.push(await explain());
    if (i % 2 === 1) forwardMs.push(await predict());
  }
  const ratios = explanationMs.map((ms, i) => ms / forwardMs[i]!);
  return {
    batch,
    pairs,
    forwardMs: median(forwardMs),
    explanationMs: median(explanationMs),
    ratio: [median(ratios), Math.min(...ratios), Math.max(...ratios)],
    peakMiB: peakMiB(),
  };
}

/**
 * Measures one network in this process, LRP-ε, all cores.
 *
 * @param batches ascending, so that the memory of each contains that of smaller ones only
 */
export async function measure(
  file: string,
  cacheDir: string,
  batches: readonly number[],
  pairsOf: (batch: number) => number,
): Promise<Measured> {
  const options = { composite: "epsilon", cacheDir, batchSize: Math.max(...batches) } as const;
  const prepare = async (use: (explainer: Explainer) => Promise<void>) => {
    const explainer = await createExplainer(file, options);
    const one = normalArray(
      explainer.imageShape.reduce((p, d) => p * d, 1),
      7,
    );
    const { timings } = await explainer.explain(one, [0]);
    await use(explainer);
    await explainer.dispose();
    return timings;
  };
  const rows: Row[] = [];
  const first = await prepare(async (explainer) => {
    for (const batch of batches) rows.push(await measureBatch(explainer, batch, pairsOf(batch)));
  });
  const cached = await prepare(async () => undefined);
  return {
    compileMs: first.compileMs,
    firstSessionMs: first.sessionMs,
    cachedSessionMs: cached.sessionMs,
    rows,
  };
}
