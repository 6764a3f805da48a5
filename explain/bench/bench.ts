/**
 * What an explanation costs, against a prediction of the same images. Every network is built in one process and measured in
 * another, so that peak memory is the network's own.
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
import { type Measured, measure } from "./measure";
import { NETWORKS } from "./networks";

/** Time for one network is bounded by fewer pairs of large batches. */
const PAIRS: Readonly<Record<number, number>> = { 1: 15, 4: 5, 8: 5 };
const QUICK_PAIRS = 5;

interface Task {
  readonly role: "build" | "measure";
  readonly network: string;
  readonly folder: string;
  readonly quick: boolean;
}

async function perform({ role, network, folder, quick }: Task): Promise<Measured | null> {
  const { build, batches } = NETWORKS[network]!;
  const file = path.join(folder, "model.onnx");
  if (role === "measure")
    return measure(file, path.join(folder, "graphs"), quick ? [1] : batches, (batch) =>
      quick ? QUICK_PAIRS : PAIRS[batch]!,
    );
  const fd = openSync(file, "w");
  for (const chunk of build()) writeSync(fd, chunk);
  closeSync(fd);
  return null;
}

/** Performs a task in a process of its own. */
function inChild(task: Task): Promise<Measured | null> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(task)]);
    let result: Measured | null = null;
    child.on("message", (message) => {
      result = message as Measured | null;
    });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0
        ? resolve(result)
        : reject(new Error(`Could not ${task.role} ${task.network} (exit code ${code}); see above.`)),
    );
  });
}

const ms = (value: number) => value.toFixed(value < 100 ? 1 : 0);

function lines(name: string, { rows, ...m }: Measured): string[] {
  return rows.map(({ batch, pairs, forwardMs, explanationMs, ratio, peakMiB }, i) => {
    const [middle, low, high] = ratio.map((r) => r.toFixed(2));
    const first = [ms(m.compileMs), ms(m.firstSessionMs), ms(m.cachedSessionMs)];
    const prepared = i === 0 ? first : ["", "", ""];
    return `| ${[name, batch, pairs, ms(forwardMs), ms(explanationMs), `**${middle}** (${low}–${high})`, peakMiB.toFixed(0), ...prepared].join(" | ")} |`;
  });
}

const HEAD = [
  "network",
  "batch",
  "pairs",
  "forward, median ms a batch",
  "LRP-ε, median ms a batch",
  "ratio, median (lowest–highest)",
  "peak RSS so far, MiB",
  "compile, ms",
  "session first, ms",
  "session cached, ms",
];

async function main(quick: boolean): Promise<void> {
  const started = performance.now();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  console.log(`Date: ${new Date().toISOString().slice(0, 16)}Z; load average ${loadavg()[0]!.toFixed(2)}`);
  console.log(`Machine: ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${gib} GiB`);
  console.log(`Node ${process.versions.node}, onnxruntime-node ${ort.env.versions.node}, CPU provider\n`);
  console.log(`| ${HEAD.join(" | ")} |\n|${" --- |".repeat(HEAD.length)}`);
  for (const [network, { name }] of Object.entries(NETWORKS)) {
    const folder = mkdtempSync(path.join(tmpdir(), "explain-bench-"));
    try {
      await inChild({ role: "build", network, folder, quick });
      const measured = await inChild({ role: "measure", network, folder, quick });
      for (const line of lines(name, measured!)) console.log(line);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  console.log(`\nWhole run: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

if (process.send) {
  const result = await perform(JSON.parse(process.argv[2]!) as Task);
  process.send(result, () => process.disconnect());
} else {
  const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
  await main(values.quick);
}
