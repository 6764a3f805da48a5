import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { inline } from "../emit/encode";
import { forwardFirst } from "../emit/schedule";
import { floatTensor } from "../graph/tensor";
import { decodeModel } from "../onnx/decode";
import { encodeModel } from "../onnx/encode";
import { DataType, type GraphProto, type ModelProto, type TensorProto } from "../onnx/messages";
import { inBlocks } from "./blocked";
import { sessionOptions } from "./session-config";
import { readRange } from "./skeleton";

/**
 * ONNX Runtime rearranges the weights of convolutions for the processor it runs on whenever it loads a graph: a copy of its
 * own in every process, and garbage on the way. Here it is asked once to write down what it has made of a graph; what is
 * loaded from then on is mapped from the file, at once, and shared by all processes. It may not be loaded where the processor
 * wants another layout, since weights in a wrong one would pass for right ones: hence {@link layoutKey}.
 */

const PAGE = 4096;
const PIECE = 4 * 1024 * 1024;
/** Weights that the runtime has rearranged. */
const REARRANGED = "layout.bin";

const LAID = "laid.onnx";
const LAID_WEIGHTS = "laid.bin";

/** Writes the graph of `file` as the runtime would run it on this machine, beside it. */
async function writeLaidOut(file: string, name: string, weights: string): Promise<void> {
  const session = await ort.InferenceSession.create(file, {
    ...sessionOptions({
      optimized_model_external_initializers_file_name: weights,
      optimized_model_external_initializers_min_size_in_bytes: String(PAGE),
    }),
    executionProviders: ["cpu"],
    optimizedModelFilePath: path.join(path.dirname(file), name),
  });
  await session.release();
}

interface Range {
  readonly fd: number;
  readonly offset: number;
  readonly length: number;
}

function* pieces({ fd, offset, length }: Range): Generator<Uint8Array> {
  for (let at = 0; at < length; at += PIECE) yield readRange(fd, offset + at, Math.min(PIECE, length - at));
}

function equal(a: Range, b: Range): boolean {
  if (a.length !== b.length) return false;
  const others = pieces(b);
  for (const piece of pieces(a)) if (Buffer.compare(piece, others.next().value!) !== 0) return false;
  return true;
}

const entry = (tensor: TensorProto, key: string) => tensor.externalData?.find((e) => e.key === key)?.value;

const rangeOf = (fd: number, tensor: TensorProto): Range => ({
  fd,
  offset: Number(entry(tensor, "offset") ?? 0),
  length: Number(entry(tensor, "length")),
});

/** A file of weights that holds equal ones once, each beginning on a page. */
class WeightsFile {
  private readonly known = new Map<string, number>();
  private end = 0;

  constructor(private readonly fd: number) {}

  /** Where the content of `range` lies, written if it is new. */
  offsetOf(range: Range): number {
    const hash = createHash("sha256");
    for (const piece of pieces(range)) hash.update(piece);
    const digest = hash.digest("hex");
    let offset = this.known.get(digest);
    if (offset === undefined) {
      offset = Math.ceil(this.end / PAGE) * PAGE;
      let at = offset;
      for (const piece of pieces(range)) {
        for (let from = 0; from < piece.length; )
          from += writeSync(this.fd, piece, from, piece.length - from, at + from);
        at += piece.length;
      }
      this.end = at;
      this.known.set(digest, offset);
    }
    return offset;
  }
}

const external = (tensor: TensorProto, location: string, offset: number, length: number): TensorProto => ({
  ...tensor,
  externalData: [
    { key: "location", value: location },
    { key: "offset", value: String(offset) },
    { key: "length", value: String(length) },
  ],
});

async function withFiles<T>(files: readonly [string, string][], use: (fds: number[]) => Promise<T>) {
  const fds: number[] = [];
  try {
    for (const [file, flags] of files) fds.push(openSync(file, flags));
    return await use(fds);
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/** Shapes the graph's file tells, for a batch of one. */
function shapesOf({ graph }: ModelProto): Map<string, number[]> {
  const told = [...(graph?.input ?? []), ...(graph?.valueInfo ?? []), ...(graph?.output ?? [])];
  return new Map(
    told.map((v) => [v.name!, (v.type?.tensorType?.shape?.dim ?? []).map((d) => d.dimValue ?? 1)]),
  );
}

/** The nodes in their best order again: the runtime writes them in the one it would have run them in. */
function ordered(graph: GraphProto): GraphProto {
  const nodes = (graph.node ?? []).map((node) => ({
    node,
    inputs: node.input ?? [],
    outputs: node.output ?? [],
  }));
  const late = (graph.input ?? []).slice(1).map((i) => i.name!);
  return { ...graph, node: forwardFirst(nodes, late).map((n) => n.node) };
}

/** What the runtime makes of one graph, its weights found in `original` or put into `store`. */
async function laidOut(
  folder: string,
  file: string,
  weights: string,
  original: number,
  store: WeightsFile,
  block: number,
): Promise<Uint8Array[]> {
  const [laidFile, weightsFile] = [path.join(folder, LAID), path.join(folder, LAID_WEIGHTS)];
  try {
    await writeLaidOut(path.join(folder, file), LAID, LAID_WEIGHTS);
    const source = decodeModel(await readFile(path.join(folder, file)));
    const laid = decodeModel(await readFile(laidFile));
    const before = new Map((source.graph?.initializer ?? []).map((t) => [t.name, t]));
    return await withFiles([[weightsFile, "a+"]], async ([fd]) => {
      const initializer = (laid.graph?.initializer ?? []).map((tensor) => {
        if (tensor.dataLocation !== 1) return tensor;
        const range = rangeOf(fd!, tensor);
        const known = before.get(tensor.name);
        const same = known?.dataLocation === 1 ? rangeOf(original, known) : null;
        return same && equal(range, same)
          ? external(tensor, weights, same.offset, same.length)
          : external(tensor, REARRANGED, store.offsetOf(range), range.length);
      });
      const graph = inBlocks({ ...laid.graph, initializer }, shapesOf(source), block);
      return encodeModel({ ...laid, graph: ordered(graph) });
    });
  } finally {
    await rm(laidFile, { force: true });
    await rm(weightsFile, { force: true });
  }
}

/**
 * Replaces the graphs of `folder` by what the runtime makes of them on this machine. Weights it leaves as they are stay in
 * `weights`, where all graphs find them; the others go to a second file, equal ones once. A layout is a gain and no need:
 * where the runtime cannot write one, the graphs stay as they are.
 */
export async function layOut(folder: string, graphs: readonly string[], weights: string): Promise<void> {
  const rearranged = path.join(folder, REARRANGED);
  try {
    const { block } = (await thisMachine())!;
    const files = await withFiles(
      [
        [path.join(folder, weights), "r"],
        [rearranged, "w"],
      ],
      async ([original, fd]) => {
        const store = new WeightsFile(fd!);
        const made: Uint8Array[][] = [];
        for (const graph of graphs) made.push(await laidOut(folder, graph, weights, original!, store, block));
        return made;
      },
    );
    for (const [i, file] of graphs.entries()) await writeFile(path.join(folder, file), files[i]!);
  } catch {
    await rm(rearranged, { force: true });
  }
}

/** Whether a graph has been laid out: then there is nothing left to optimise. */
export const isLaidOut = (file: string): boolean => existsSync(path.join(path.dirname(file), REARRANGED));

const PROBE = { channels: 64, window: 9, side: 8 };

/** A convolution, as small as the runtime rearranges: what becomes of it tells what becomes of all. */
function probe(): Uint8Array[] {
  const { channels, window, side } = PROBE;
  const values = Float32Array.from({ length: channels * channels * window }, (_, i) => i);
  const port = (name: string) => ({
    name,
    type: {
      tensorType: {
        elemType: DataType.FLOAT,
        shape: { dim: [1, channels, side, side].map((d) => ({ dimValue: d })) },
      },
    },
  });
  return encodeModel({
    irVersion: 9,
    opsetImport: [{ domain: "", version: 20 }],
    graph: {
      name: "probe",
      node: [
        {
          opType: "Conv",
          name: "c",
          input: ["x", "w"],
          output: ["y"],
          attribute: [{ name: "pads", type: 7, ints: [1, 1, 1, 1] }],
        },
      ],
      initializer: [inline("w", floatTensor([channels, channels, 3, 3], values))],
      input: [port("x")],
      output: [port("y")],
    },
  });
}

interface Machine {
  /** Equal for machines that lay graphs out alike. */
  readonly key: string;
  /** Channels that are kept together. */
  readonly block: number;
}

async function probed(): Promise<Machine> {
  const folder = await mkdtemp(path.join(tmpdir(), "explain-layout-"));
  try {
    const file = path.join(folder, "probe.onnx");
    await writeFile(file, probe());
    await writeLaidOut(file, LAID, LAID_WEIGHTS);
    const [laid, weights] = [
      await readFile(path.join(folder, LAID)),
      await readFile(path.join(folder, LAID_WEIGHTS)),
    ];
    const hash = createHash("sha256").update(`${ort.env.versions.node} ${process.platform} ${process.arch} `);
    hash.update(laid).update(weights);
    const start = Number(entry(decodeModel(laid).graph!.initializer![0]!, "offset") ?? 0);
    // Weights of output channels 0, 1, … lie side by side as far as a block goes; then come those of the next input channel.
    const values = Array.from({ length: PROBE.channels + 1 }, (_, i) => weights.readFloatLE(start + 4 * i));
    return { key: hash.digest("hex").slice(0, 12), block: values.indexOf(PROBE.window) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

let machine: Promise<Machine | null> | undefined;

/** How the runtime of this process lays graphs out; null where that cannot be found out. */
function thisMachine(): Promise<Machine | null> {
  machine ??= probed().catch(() => null);
  return machine;
}

/**
 * Names how the runtime of this process lays graphs out: equal for machines that may share what {@link layOut} wrote. Null
 * where that cannot be found out: then graphs are left as they are.
 */
export async function layoutKey(): Promise<string | null> {
  return (await thisMachine())?.key ?? null;
}
