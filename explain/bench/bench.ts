/**
 * What an explanation costs, against a prediction of the same images, in time and memory. Every network is built in one
 * process, compiled in another, and measured in further ones, so that peak memory is that of one graph alone.
 *
 *     npm run bench:explain            all batch sizes
 *     npm run bench:explain -- --quick batch 1, few samples
 */
import { fork } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as ort from "onnxruntime-node";
import { measureMemory, measureTime, prepareNetwork } from "./measure";
import { NETWORKS } from "./networks";
import type { GraphFile, Measured, Memory, Prepared, Timing } from "./protocol";
import { report } from "./report";

/** Time for one network is bounded by fewer pairs of large batches. */
const PAIRS: Readonly<Record<number, number>> = { 1: 15, 4: 5, 8: 5 };
const QUICK_PAIRS = 5;

type Task =
  | { readonly role: "build"; readonly network: string; readonly folder: string }
  | { readonly role: "prepare"; readonly folder: string }
  | { readonly role: "time"; readonly folder: string; readonly batch: number; readonly pairs: number }
  | { readonly role: "memory"; readonly graph: GraphFile; readonly batch: number };

const modelIn = (folder: string) => path.join(folder, "model.onnx");
const graphsIn = (folder: string) => path.join(folder, "graphs");

async function perform(task: Task): Promise<unknown> {
  switch (task.role) {
    case "build": {
      const fd = openSync(modelIn(task.folder), "w");
      for (const chunk of NETWORKS[task.network]!.build()) writeSync(fd, chunk);
      closeSync(fd);
      return null;
    }
    case "prepare":
      return prepareNetwork(modelIn(task.folder), graphsIn(task.folder));
    case "time":
      return measureTime(modelIn(task.folder), graphsIn(task.folder), task.batch, task.pairs);
    case "memory":
      return measureMemory(task.graph, task.batch);
  }
}

/** Performs a task in a process of its own. */
function inChild<T>(task: Task): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)]);
    let result: T;
    child.on("message", (message) => {
      result = message as T;
    });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve(result)
        : reject(new Error(`Could not ${task.role} (exit code ${code}); see above.`)),
    );
  });
}

async function measureNetwork(network: string, folder: string, quick: boolean): Promise<Measured> {
  await inChild<null>({ role: "build", network, folder });
  const prepared = await inChild<Prepared>({ role: "prepare", folder });
  const timings: Timing[] = [];
  const memory: Memory[] = [];
  for (const batch of quick ? [1] : NETWORKS[network]!.batches) {
    const pairs = quick ? QUICK_PAIRS : PAIRS[batch]!;
    timings.push(await inChild<Timing>({ role: "time", folder, batch, pairs }));
    const forward = await inChild<number>({ role: "memory", graph: prepared.forward, batch });
    const explanation = await inChild<number>({ role: "memory", graph: prepared.explanation, batch });
    const bound = forward + prepared.convolutionBytes + batch * prepared.activationBytes;
    memory.push({ batch, forward, explanation, bound });
  }
  return { prepared, timings, memory };
}

async function main(quick: boolean): Promise<void> {
  const started = performance.now();
  const load = () => loadavg()[0]!.toFixed(1);
  const before = load();
  const measured = new Map<string, Measured>();
  for (const [network, { name }] of Object.entries(NETWORKS)) {
    console.error(`${name} …`);
    const folder = mkdtempSync(path.join(tmpdir(), "explain-bench-"));
    try {
      measured.set(name, await measureNetwork(network, folder, quick));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`Date: ${new Date().toISOString().slice(0, 16)}Z; ${seconds} s`);
  console.log(`Load average: ${before} at the start, ${load()} at the end`);
  console.log(`Machine: ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${gib} GiB`);
  console.log(`Node ${process.versions.node}, onnxruntime-node ${ort.env.versions.node}, CPU provider`);
  console.log(`\n${report(measured)}`);
}

if (process.send) {
  const result = await perform(JSON.parse(process.argv[2]!) as Task);
  process.send(result, () => process.disconnect());
} else {
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
  await main(values.quick);
}
