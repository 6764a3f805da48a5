import { readdirSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { prepare } from "../compile";
import { sizeOf } from "../graph/tensor";
import { OP_TABLE } from "../ops/index";
import { normalArray } from "../random";
import { compileBoth, createExplainer, type Explainer, readModelFile } from "../runtime/index";
import { openGraph } from "../runtime/node-session";
import type { GraphFile, Prepared, Spread, Timing } from "./protocol";

const FLOAT_BYTES = 4;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const spread = (values: readonly number[]): Spread => [
  median(values),
  Math.min(...values),
  Math.max(...values),
];

const pixels = (shape: readonly number[], batch: number) => normalArray(batch * sizeOf(shape), 7);
const classes = (batch: number, count: number) => Array.from({ length: batch }, (_, i) => (i * 97) % count);

/** Compiles the network of `file`, writes both graphs to `cacheDir`, and tells how long that takes and what is where. */
export async function prepareNetwork(file: string, cacheDir: string): Promise<Prepared> {
  const options = { composite: "epsilon", cacheDir } as const;
  const load = async () => {
    const explainer = await createExplainer(file, options);
    const { timings } = await explainer.explain(pixels(explainer.imageShape, 1), [0]);
    await explainer.dispose();
    return timings;
  };
  const [first, cached] = [await load(), await load()];
  const { explanation } = compileBoth(readModelFile(file), options);
  const { inputName, targetName, logitsName, relevanceName, classCount } = explanation;
  const folder = path.join(
    cacheDir,
    readdirSync(cacheDir).find((name) => name.startsWith(explanation.hash))!,
  );
  const shared = { inputName, classCount, imageShape: explanation.inputShape.slice(1) };
  const graph = prepare(readModelFile(file), options);
  const convolutions = graph.nodes.filter((n) => n.op === "Conv" || n.op === "ConvTranspose");
  const makers = graph.nodes.filter((n) => OP_TABLE[n.op].family !== "activation" && n.op !== "Reshape");
  const bytes = (shapes: readonly (readonly number[])[]) =>
    shapes.reduce((sum, dims) => sum + FLOAT_BYTES * sizeOf(dims), 0);
  return {
    forward: {
      ...shared,
      file: path.join(folder, "forward.onnx"),
      targetName: null,
      outputs: [logitsName],
    },
    explanation: {
      ...shared,
      file: path.join(folder, "explanation.onnx"),
      targetName,
      outputs: [logitsName, relevanceName!],
    },
    convolutionBytes: bytes(convolutions.map((n) => n.weights.W!.dims)),
    activationBytes: bytes(makers.flatMap((n) => n.outputs.map((o) => graph.dims.get(o)!))),
    compileMs: first.compileMs,
    firstSessionMs: first.sessionMs,
    cachedSessionMs: cached.sessionMs,
  };
}

/** Runs one graph in this process, which does nothing else, and tells the most memory it has had resident, in bytes. */
export async function measureMemory(graph: GraphFile, batch: number): Promise<number> {
  const session = await openGraph(graph.file, {});
  const image = { type: "float32" as const, data: pixels(graph.imageShape, batch) };
  const target = {
    type: "int64" as const,
    data: BigInt64Array.from(classes(batch, graph.classCount), BigInt),
  };
  const feeds = {
    [graph.inputName]: { ...image, dims: [batch, ...graph.imageShape] },
    ...(graph.targetName ? { [graph.targetName]: { ...target, dims: [batch] } } : {}),
  };
  for (let i = 0; i < 3; i++) await session.run(feeds, graph.outputs);
  return process.resourceUsage().maxRSS * 1024;
}

/** Milliseconds on the clock and of processor time. */
async function timed(work: () => Promise<unknown>): Promise<{ wall: number; cpu: number }> {
  const [before, started] = [process.cpuUsage(), performance.now()];
  await work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { wall, cpu: (user + system) / 1000 };
}

/** Pairs of one prediction and one explanation of the same batch; which of them is first alternates. */
async function measurePairs(explainer: Explainer, batch: number, pairs: number) {
  const input = pixels(explainer.imageShape, batch);
  const targets = classes(batch, explainer.classCount);
  const predict = () => timed(() => explainer.predict(input));
  const explain = () => timed(() => explainer.explain(input, targets));
  await predict();
  const { relevance } = await explainer.explain(input, targets);
  // Arithmetic on NaN or on zeros may be slower or faster than that of a real explanation.
  if (!relevance.every(Number.isFinite) || relevance.every((r) => r === 0))
    throw new Error(`The explanation of batch ${batch} is not finite or all zero; its time means nothing.`);
  const found: { forward: { wall: number; cpu: number }; explanation: { wall: number; cpu: number } }[] = [];
  for (let i = 0; i < pairs; i++) {
    if (i % 2 === 0) found.push({ forward: await predict(), explanation: await explain() });
    else {
      const explanation = await explain();
      found.push({ forward: await predict(), explanation });
    }
  }
  return found;
}

/** Measures one batch size in this process, LRP-ε: time on all cores, then processor time with one thread. */
export async function measureTime(
  file: string,
  cacheDir: string,
  batch: number,
  pairs: number,
): Promise<Timing> {
  const run = async (threads: number | undefined) => {
    const explainer = await createExplainer(file, {
      composite: "epsilon",
      cacheDir,
      batchSize: batch,
      threads,
    });
    const found = await measurePairs(explainer, batch, pairs);
    await explainer.dispose();
    return found;
  };
  const [all, one] = [await run(undefined), await run(1)];
  return {
    batch,
    pairs,
    forwardMs: median(all.map((p) => p.forward.wall)),
    explanationMs: median(all.map((p) => p.explanation.wall)),
    ratio: spread(all.map((p) => p.explanation.wall / p.forward.wall)),
    cpuRatio: spread(one.map((p) => p.explanation.cpu / p.forward.cpu)),
  };
}
