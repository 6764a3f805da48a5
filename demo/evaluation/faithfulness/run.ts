import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { COMPILER_VERSION, readModel, weightLayers } from "@partwise/explain";
import { finished, startThread } from "../../tools/threads";
import { allFigures, type Meta, type RandomisationInput } from "./figures/all";
import { EVALUATED } from "./methods";
import type { ImageRecord } from "./record";
import { writeReport } from "./report/write";
import { drawSample, type SampleImage, type Stratum } from "./sample";
import { CODE_DIGEST, INTERVENTIONS_DIGEST, openStore, type Store } from "./store";
import type { Job } from "./thread";

/*
 * npm run eval:faithfulness -- [--images 64] [--seed 1] [--threads 2] [--check-images 8] [--out docs] [--quick]
 *
 * Renders the interventions, explains the images, and writes docs/faithfulness.{json,md} with its plots. What has been found
 * is kept below .partwise/faithfulness, so an interrupted run goes on where it was. --quick: two images, two depths of the
 * cascade, and the report goes to .partwise/faithfulness/quick.
 */

const { values } = parseArgs({
  options: {
    images: { type: "string" },
    "check-images": { type: "string" },
    seed: { type: "string", default: "1" },
    threads: { type: "string", default: "2" },
    out: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  console.error(`--${name} must be a whole number of at least ${least}, not “${text}”.`);
  process.exit(2);
}

const count = whole("images", values.images ?? (values.quick ? "2" : "64"), 2);
const checked = whole("check-images", values["check-images"] ?? (values.quick ? "1" : "8"), 1);
const seed = whole("seed", values.seed, 0);
const threads = whole("threads", values.threads, 1);

const KEPT = ".partwise/faithfulness";
const root = new URL("../../../", import.meta.url);
process.chdir(new URL(root).pathname);

const model = readModel(
  new Uint8Array(readFileSync(new URL("../../networks/demo-vgg.onnx", import.meta.url))),
);
const layers = weightLayers(model).map((l) => l.node);
const depths = values.quick ? [1, layers.length] : layers.map((_, i) => i + 1);

async function inThreads(jobs: readonly Job[], total: number): Promise<void> {
  let done = 0;
  const started = Date.now();
  await Promise.all(
    jobs.map((job) => {
      const thread = startThread(new URL("./thread.ts", import.meta.url).href, job);
      thread.on("message", (what: string) => {
        done++;
        const minutes = ((Date.now() - started) / 60_000).toFixed(1);
        console.log(`${done}/${total} ${what} (${minutes} min)`);
      });
      return finished(thread);
    }),
  );
}

const share = <T>(items: readonly T[], thread: number) => items.filter((_, i) => i % threads === thread);
const everyThread = Array.from({ length: threads }, (_, t) => t);

async function findAll(sample: readonly SampleImage[], plan: string): Promise<void> {
  const images = sample.map((s) => s.index);
  const job = (t: number, of: "images" | "check"): Job => ({
    folder: KEPT,
    plan,
    images: of === "images" ? share(images, t) : [],
    check: {
      // The dear methods stand together in the list: dealt out in turn, each thread gets its share of them.
      methods: of === "check" ? share(EVALUATED, t).map((m) => m.id) : [],
      images: images.slice(0, checked),
      depths,
      seed,
    },
  });
  await inThreads(
    everyThread.map((t) => job(t, "images")),
    images.length,
  );
  await inThreads(
    everyThread.map((t) => job(t, "check")),
    EVALUATED.length,
  );
}

function recordOf({ index, stratum }: SampleImage, store: Store): ImageRecord {
  const { target, visible, without, scenery } = store.interventions.read(index);
  return { ...store.explanations.read(index), target, visible, without, scenery, stratum };
}

const sample = drawSample(count, seed);
const plan = JSON.stringify({ images: sample.slice(0, checked).map((s) => s.index), depths, seed });
await findAll(sample, plan);

const store = openStore(KEPT, plan);
const found: RandomisationInput["found"] = new Map(
  EVALUATED.filter((m) => store.randomisation.has(m.id)).map((m) => [m.id, store.randomisation.read(m.id)]),
);
const strata: Record<Stratum, number> = { cat: 0, "cat with the chair": 0, animal: 0, thing: 0 };
for (const { stratum } of sample) strata[stratum]++;
const meta: Meta = {
  date: new Date().toISOString().slice(0, 10),
  command: `npm run eval:faithfulness -- --images ${count} --seed ${seed}`,
  seed,
  images: count,
  strata,
  code: CODE_DIGEST,
  interventions: INTERVENTIONS_DIGEST,
  compiler: String(COMPILER_VERSION),
  randomisationImages: checked,
};
const figures = allFigures(
  meta,
  sample.map((s) => recordOf(s, store)),
  { layers, depths, found },
);
const out = values.out ?? (values.quick ? path.join(KEPT, "quick") : "docs");
writeReport(figures, out);
console.log(`Wrote ${path.join(out, "faithfulness.md")}.`);
