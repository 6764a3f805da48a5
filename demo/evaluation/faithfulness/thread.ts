import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { createExplainer } from "@partwise/explain/runtime";
import { loadNetwork, normalisedInput } from "../../tools/network";
import { explainImage, prepareImage } from "./explain-image";
import { intervene } from "./intervene";
import { EVALUATED } from "./methods";
import { randomisationCheck } from "./randomisation";
import { openStore, type Store } from "./store";

/** One thread's share of the work. Everything it finds goes to the store; the messages are for the progress line. */
export interface Job {
  folder: string;
  plan: string;
  images: number[];
  check: { methods: string[]; images: number[]; depths: number[]; seed: number };
}

const network = await loadNetwork("demo-vgg");
const bytes = new Uint8Array(readFileSync(new URL("../../networks/demo-vgg.onnx", import.meta.url)));
const prepared = (store: Store, index: number) =>
  prepareImage(store.interventions.read(index), (rgb) => normalisedInput(network.card, rgb));

async function images({ images }: Job, store: Store): Promise<void> {
  const methods = [];
  for (const method of EVALUATED) {
    const { source } = method;
    const explainer =
      source.kind === "explainer" ? await createExplainer(bytes, { ...source.options, threads: 1 }) : null;
    methods.push({ method, explainer });
  }
  const predictor = methods[0]!.explainer!;
  for (const index of images) {
    if (!store.interventions.has(index)) {
      store.interventions.write(index, await intervene(index, (rgb) => network.run(rgb)));
    }
    if (!store.explanations.has(index)) {
      const whole = store.interventions.read(index).without[0]!;
      const found = await explainImage(prepared(store, index), whole, methods, (x) => predictor.predict(x));
      store.explanations.write(index, found);
    }
    parentPort!.postMessage(`image ${index}`);
  }
  for (const { explainer } of methods) await explainer?.dispose();
}

async function check({ check }: Job, store: Store): Promise<void> {
  for (const method of EVALUATED.filter((m) => check.methods.includes(m.id))) {
    if (store.randomisation.has(method.id)) continue;
    const chosen = check.images.map((index) => prepared(store, index));
    const found = await randomisationCheck(bytes, method, chosen, check.depths, check.seed);
    if (found) store.randomisation.write(method.id, found);
    parentPort!.postMessage(`randomisation of ${method.label}`);
  }
}

const job = workerData.job as Job;
const store = openStore(job.folder, job.plan);
await images(job, store);
await check(job, store);
