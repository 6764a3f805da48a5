import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import sharp from "sharp";
import { DEMO_CLASSES, SEGMENT_CLASSES } from "../generator/classes";
import { composeScene } from "../generator/compose";
import { renderScene } from "../generator/render";
import type { Scene } from "../generator/scene";
import { JPEG_OPTIONS } from "../tools/evaluate";
import { finished, startThread } from "../tools/threads";
import { plannedScene, type Split } from "./plan";

/*
 * Renders a split into raw files for the training script:
 *   <out>/<split>.rgb   N × 224 × 224 × 3 uint8    <out>/<split>.seg  N × 224 × 224 uint8 (segmenter classes)
 *   <out>/<split>.json  { classes, labels[N], specs[N] }
 */
const SIZE = 224;

interface Job {
  split: Split;
  count: number;
  out: string;
  worker: number;
  workers: number;
  /** Rendered at twice the side, compressed and scaled down, as the demo photographs reach the networks. */
  fine: boolean;
}

async function renderFine(scene: Scene): Promise<{ rgb: Uint8Array; actors: Uint8Array }> {
  const side = 2 * SIZE;
  const { rgb, actors } = renderScene(scene, side, side);
  const raw = { width: side, height: side, channels: 3 as const };
  const jpeg = await sharp(rgb, { raw }).jpeg(JPEG_OPTIONS).toBuffer();
  const decoded = await sharp(jpeg).removeAlpha().raw().toBuffer();
  const small = await sharp(decoded, { raw })
    .resize(SIZE, SIZE, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  const labels = new Uint8Array(SIZE * SIZE);
  for (let i = 0; i < labels.length; i++)
    labels[i] = actors[2 * Math.floor(i / SIZE) * side + 2 * (i % SIZE)]!;
  return { rgb: small, actors: labels };
}

async function render({ split, count, out, worker, workers, fine }: Job): Promise<void> {
  const rgbFile = openSync(path.join(out, `${split}.rgb`), "r+");
  const segFile = openSync(path.join(out, `${split}.seg`), "r+");
  const segment = new Uint8Array(SIZE * SIZE);
  for (let i = worker; i < count; i += workers) {
    const { scene } = composeScene(plannedScene(split, i));
    const { rgb, actors } = fine ? await renderFine(scene) : renderScene(scene, SIZE, SIZE);
    const codes = [null, ...scene.actors.map((a) => a.segment)].map((name) =>
      name === null ? 0 : (SEGMENT_CLASSES as readonly string[]).indexOf(name),
    );
    for (let p = 0; p < segment.length; p++) segment[p] = codes[actors[p]!]!;
    writeSync(rgbFile, rgb, 0, rgb.length, i * rgb.length);
    writeSync(segFile, segment, 0, segment.length, i * segment.length);
    if (worker === 0 && i % (workers * 50) === 0) parentPort?.postMessage(i);
  }
  closeSync(rgbFile);
  closeSync(segFile);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      split: { type: "string", default: "train" },
      count: { type: "string", default: "100" },
      out: { type: "string", default: ".partwise/demo-data" },
      workers: { type: "string", default: "2" },
      fine: { type: "boolean", default: false },
    },
  });
  const split = values.split as Split;
  const count = Number(values.count);
  const workers = Number(values.workers);
  mkdirSync(values.out, { recursive: true });
  for (const kind of ["rgb", "seg"]) writeFileSync(path.join(values.out, `${split}.${kind}`), "");
  await Promise.all(
    Array.from({ length: workers }, (_, worker) => {
      const job: Job = { split, count, out: values.out, worker, workers, fine: values.fine };
      const thread = startThread(import.meta.url, job);
      thread.on("message", (i) => console.log(`${split} ${i}/${count}`));
      return finished(thread);
    }),
  );
  const specs = Array.from({ length: count }, (_, i) => plannedScene(split, i));
  const labels = specs.map((s) => DEMO_CLASSES.indexOf(s.main));
  writeFileSync(
    path.join(values.out, `${split}.json`),
    JSON.stringify({ classes: DEMO_CLASSES, segmentClasses: SEGMENT_CLASSES, labels, specs }),
  );
}

if (isMainThread) await main();
else await render(workerData.job as Job);
