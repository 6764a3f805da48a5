import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as ort from "onnxruntime-node";
import type { CompiledGraph } from "../compile";
import { ExplainError } from "../errors";
import { isLaidOut, layOut, layoutKey } from "./layout";
import type { Session, Sessions } from "./session";
import { sessionOptions } from "./session-config";

export interface NodeOptions {
  /** Threads within one run; default: what the runtime chooses (all cores). */
  readonly threads?: number;
  /** `cpu` (default), or e.g. `["cuda", "cpu"]`. A provider this build lacks is skipped. */
  readonly executionProviders?: readonly string[];
  /** Where compiled graphs are kept between runs; default: a private folder that `dispose` removes. */
  readonly cacheDir?: string;
}

const WEIGHTS = "weights.bin";

async function writeChunks(file: string, chunks: Iterable<Uint8Array>): Promise<void> {
  await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), createWriteStream(file));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/**
 * Writes both graphs and one weights file. The forward graph's constants are the first of the explanation graph's, at the
 * same offsets, so both map the same file.
 */
async function writeGraphs(
  folder: string,
  explanation: CompiledGraph,
  forward: CompiledGraph,
): Promise<void> {
  const full = explanation.external(WEIGHTS);
  await writeChunks(path.join(folder, "explanation.onnx"), full.model);
  await writeChunks(path.join(folder, "forward.onnx"), forward.external(WEIGHTS).model);
  await writeChunks(path.join(folder, WEIGHTS), full.data());
}

/** A folder holding the compiled graphs; made once a hash (and kind of machine) where a cache is given. */
async function graphFolder(explanation: CompiledGraph, forward: CompiledGraph, options: NodeOptions) {
  const { cacheDir } = options;
  if (!cacheDir) {
    const folder = await mkdtemp(path.join(tmpdir(), "explain-"));
    await writeGraphs(folder, explanation, forward);
    return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
  }
  // A layout is the processor's; other providers have their own.
  const onlyCpu = knownProviders(options.executionProviders ?? []).length === 1;
  const layout = onlyCpu ? await layoutKey() : null;
  const folder = path.join(cacheDir, layout ? `${explanation.hash}-${layout}` : explanation.hash);
  if (!(await exists(folder))) {
    const draft = `${folder}.${randomBytes(6).toString("hex")}`;
    await mkdir(draft, { recursive: true });
    await writeGraphs(draft, explanation, forward);
    if (layout) await layOut(draft, ["explanation.onnx", "forward.onnx"], WEIGHTS);
    // Another process may have been faster; its files do the same.
    await rename(draft, folder).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      if (!(await exists(folder))) throw error;
    });
  }
  return { folder, remove: async () => undefined };
}

/** Providers this build of the runtime knows, in the order asked for; the CPU is always the last resort. */
function knownProviders(wanted: readonly string[]): string[] {
  const known = new Set(ort.listSupportedBackends().map((b) => b.name));
  return [...wanted.filter((name) => name !== "cpu" && known.has(name)), "cpu"];
}

/** A known provider may still lack its library here: then the next ones are tried without it. */
async function load(file: string, options: NodeOptions, providers: readonly string[]) {
  try {
    return await ort.InferenceSession.create(file, {
      ...sessionOptions(),
      executionProviders: [...providers],
      ...(options.threads ? { intraOpNumThreads: options.threads } : {}),
      ...(isLaidOut(file) ? { graphOptimizationLevel: "disabled" as const } : {}),
    });
  } catch (cause) {
    if (providers.length > 1) return load(file, options, providers.slice(1));
    throw runtimeError("load", cause);
  }
}

/**
 * Loads one graph from its file.
 *
 * @throws ExplainError RUNTIME
 */
export async function openGraph(file: string, options: NodeOptions): Promise<Session> {
  const session = await load(file, options, knownProviders(options.executionProviders ?? []));
  return {
    async run(feeds, fetches) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, t]) => [name, new ort.Tensor(t.type, t.data as never, t.dims)]),
      );
      try {
        const outputs = await session.run(inputs, [...fetches]);
        return fetches.map((name) => outputs[name]!.data as Float32Array);
      } catch (cause) {
        throw runtimeError("run", cause);
      }
    },
    release: () => session.release(),
  };
}

function runtimeError(what: string, cause: unknown): ExplainError {
  const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
  return new ExplainError("RUNTIME", `ONNX Runtime could not ${what} the graph: ${reason}`, { cause });
}

/** Sessions of onnxruntime-node over files. `spent` is told the milliseconds each loading took. */
export async function nodeSessions(
  explanation: CompiledGraph,
  forward: CompiledGraph,
  options: NodeOptions,
  spent: (ms: number) => void,
): Promise<Sessions> {
  const { folder, remove } = await graphFolder(explanation, forward, options);
  const loaded = new Map<string, Promise<Session>>();
  const load = (name: string): Promise<Session> => {
    let session = loaded.get(name);
    if (!session) {
      const started = performance.now();
      session = openGraph(path.join(folder, name), options).finally(() => spent(performance.now() - started));
      loaded.set(name, session);
    }
    return session;
  };
  return {
    explanation: () => load("explanation.onnx"),
    forward: () => load("forward.onnx"),
    async dispose() {
      for (const session of loaded.values()) await (await session.catch(() => null))?.release();
      loaded.clear();
      await remove();
    },
  };
}
