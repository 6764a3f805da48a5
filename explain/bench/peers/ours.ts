/**
 * This package's side of compare.py: keeps one explainer a method, does what each line of standard input asks for, and answers
 * with a line of JSON.
 *
 *     tsx explain/bench/peers/ours.ts FOLDER STEPS     FOLDER as write-network.ts makes it; STEPS of integrated gradients
 *     lrp 446 [R.npy]                            explains the image for class 446, and writes the relevance
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { formatNpy, parseNpy } from "../../cli/npy";
import type { Method } from "../../options";
import { createExplainer, type Explainer } from "../../runtime/index";

const folder = process.argv[2]!;
const image = parseNpy(readFileSync(path.join(folder, "image.npy")));
const steps = Number(process.argv[3]);
const explainers = new Map<string, Explainer>();

async function explainerOf(method: string): Promise<Explainer> {
  const known = explainers.get(method);
  if (known) return known;
  // "forward" is the prediction, which every explainer can do.
  const wanted = (method === "forward" ? "lrp" : method) as Method;
  const made = await createExplainer(path.join(folder, "model.onnx"), { method: wanted, steps });
  explainers.set(method, made);
  return made;
}

for await (const line of createInterface(process.stdin)) {
  const [method = "", target = "0", out] = line.split(" ");
  const explainer = await explainerOf(method);
  const started = performance.now();
  const relevance =
    method === "forward"
      ? await explainer.predict(image.data)
      : (await explainer.explain(image.data, [Number(target)])).relevance;
  const ms = performance.now() - started;
  if (out) writeFileSync(out, formatNpy({ shape: [relevance.length], data: relevance }));
  process.stdout.write(`${JSON.stringify({ ms })}\n`);
}
for (const explainer of explainers.values()) await explainer.dispose();
