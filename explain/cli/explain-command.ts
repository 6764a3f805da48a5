import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { compile } from "../compile";
import { COMPOSITE_NAMES, type CompositeName } from "../composites";
import { ExplainError } from "../errors";
import { METHODS, type Method } from "../options";
import { createExplainer, readModelFile } from "../runtime/index";
import type { Fill } from "../runtime/methods/types";
import { UsageError } from "./command";
import { loadImage, loadLabels, saveHeatmap } from "./image";
import { formatNpy, parseNpy } from "./npy";
import { type ItemReport, report, textOf } from "./report";
import { defaultTransform, readTransform } from "./transform";

const USAGE = `Usage: explain MODEL INPUT [options]
  INPUT               an image, or with --raw a float32 [N,C,H,W] .npy in the model's own frame
  --target N|top      class to explain (default: top, the highest score)
  --method M          ${METHODS.join(", ")}
  --composite C       ${COMPOSITE_NAMES.join(", ")}
  --epsilon E         stabiliser of the epsilon rule (default 1e-6)
  --parts MAP.png     label map in the model's frame: grey level = part, 255 = none
  --labels FILE       class names, one a line
  --transform FILE    how the image becomes the input (JSON; default: ImageNet)
  --layer NAME        grad-cam: the layer to look at
  --fill F            part-shapley: blur, mean or inpaint what is absent (default blur)
  --steps N           integrated-gradients, smoothgrad, gradient-shap: points (default 32)
  --input-shape S     e.g. 1,3,224,224 where the model leaves it open
  --logits NAME       the class scores before softmax, where they are not found
  --out R.npy         relevance, [N,C,H,W]
  --heatmap H.png     relevance as a picture
  --graph G.onnx      the compiled explanation graph
  --json              one JSON object (an array for several images)`;

const OPTIONS = {
  target: { type: "string", default: "top" },
  method: { type: "string", default: "lrp" },
  composite: { type: "string", default: "epsilon" },
  epsilon: { type: "string" },
  parts: { type: "string" },
  labels: { type: "string" },
  transform: { type: "string" },
  layer: { type: "string" },
  steps: { type: "string" },
  fill: { type: "string" },
  "input-shape": { type: "string" },
  logits: { type: "string" },
  out: { type: "string" },
  heatmap: { type: "string" },
  graph: { type: "string" },
  raw: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function number(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new UsageError(`--${name} needs a number, not "${text}".`);
  return value;
}

function readBytes(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ExplainError("BAD_INPUT", `The ${what} ${file} cannot be read.`, { cause });
  }
}

function write(file: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, bytes);
}

function rawInput(file: string, imageShape: readonly number[]): Float32Array {
  const { shape, data } = parseNpy(readBytes(file, "input"));
  const image = shape.length === imageShape.length ? shape : shape.slice(1);
  if (image.join() !== imageShape.join()) {
    throw new ExplainError("BAD_INPUT", `The input has shape [${shape}]; the model takes [N,${imageShape}].`);
  }
  return data;
}

function argmax(values: Float32Array): number {
  return values.reduce((best, v, i) => (v > values[best]! ? i : best), 0);
}

/**
 * Explains what the arguments name, prints the report and writes the files asked for.
 *
 * @throws UsageError, ExplainError (CANCELLED once `signal` fires)
 */
export async function explain(args: readonly string[], signal?: AbortSignal): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const [modelFile, inputFile, ...rest] = positionals;
  if (!modelFile || !inputFile || rest.length > 0) throw new UsageError("A model and one input are needed.");
  const wanted = values.target === "top" ? "top" : number("target", values.target)!;
  const options = {
    method: values.method as Method,
    composite: values.composite as CompositeName,
    epsilon: number("epsilon", values.epsilon),
    layer: values.layer,
    logits: values.logits,
    inputShape: values["input-shape"]?.split(",").map((d) => number("input-shape", d)!),
    steps: number("steps", values.steps),
    fill: values.fill as Fill | undefined,
  };
  if (values.graph) write(values.graph, compile(readModelFile(modelFile), options).bytes);

  const explainer = await createExplainer(modelFile, options);
  try {
    const [channels, height, width] = explainer.imageShape as [number, number, number];
    const images = explainer.imageShape.length === 3;
    if (!images && (!values.raw || values.heatmap || values.parts)) {
      throw new ExplainError(
        "BAD_INPUT",
        `The model takes [N,${explainer.imageShape}], no images; use --raw, without --parts and --heatmap.`,
      );
    }
    if (!values.raw && channels !== 3) {
      throw new ExplainError(
        "BAD_INPUT",
        `The model takes ${channels} channels, an image has 3; prepare the input yourself and use --raw.`,
      );
    }
    const transform = values.transform
      ? readTransform(values.transform, height, width)
      : defaultTransform(height, width);
    const input = values.raw
      ? rawInput(inputFile, explainer.imageShape)
      : await loadImage(inputFile, transform);
    const labels = values.parts ? await loadLabels(values.parts, width, height) : null;
    const names = values.labels
      ? readBytes(values.labels, "class names").toString("utf8").split(/\r?\n/)
      : [];
    const K = explainer.classCount;
    const size =
      channels * (images ? height * width : explainer.imageShape.slice(1).reduce((p, d) => p * d, 1));
    const n = input.length / size;
    const scores = wanted === "top" ? await explainer.predict(input, { signal }) : null;
    const targets = Array.from({ length: n }, (_, i) =>
      scores ? argmax(scores.subarray(i * K, (i + 1) * K)) : (wanted as number),
    );
    const { logits, relevance, timings, details } = await explainer.explain(input, targets, {
      signal,
      ...(labels ? { labels } : {}),
    });
    const items: ItemReport[] = targets.map((target, i) =>
      report({
        logits: logits.subarray(i * K, (i + 1) * K),
        relevance: relevance.subarray(i * size, (i + 1) * size),
        channels,
        target,
        names,
        labels,
        timings,
        outcome: details[i],
      }),
    );
    if (values.out) write(values.out, formatNpy({ shape: [n, ...explainer.imageShape], data: relevance }));
    if (values.heatmap) {
      mkdirSync(path.dirname(path.resolve(values.heatmap)), { recursive: true });
      await saveHeatmap(values.heatmap, items[0]!.map, width, height);
    }
    const printed = items.map(({ map: _, ...item }) => item);
    if (values.json) process.stdout.write(`${JSON.stringify(n === 1 ? printed[0] : printed)}\n`);
    else process.stdout.write(items.map(textOf).join("\n"));
  } finally {
    await explainer.dispose();
  }
}
