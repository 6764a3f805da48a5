import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { CAT_CLASSES, DEMO_CLASSES, type DemoGroup, groupOf } from "../generator/classes";
import type { SceneSpec } from "../generator/compose";
import { type Evaluated, evaluateScene } from "../tools/evaluate";
import { loadNetwork } from "../tools/network";
import { finished, startThread } from "../tools/threads";
import { type CandidateKind, candidateScene } from "./candidates";
import type { CollectionFile, DemoEntry } from "./entry";

/*
 * Chooses the demo collection: renders candidates, lets the trained network decide, and freezes what fills the
 * quotas of the paper (160 decided for the cat group, 25 for other animals, 25 for things). Writes
 * collection.json and the photographs.
 */

const QUOTA: Record<DemoGroup, number> = { cat: 160, "other animal": 25, thing: 25 };
/** Of the 160, in front of the armchair. */
const WITH_CHAIR = 40;

interface Candidate extends Evaluated {
  kind: CandidateKind;
  spec: SceneSpec;
}

interface Job {
  candidates: { kind: CandidateKind; spec: SceneSpec }[];
}

async function evaluate({ candidates }: Job): Promise<void> {
  const network = await loadNetwork("demo-vgg");
  for (const { kind, spec } of candidates) {
    parentPort!.postMessage({ kind, spec, ...(await evaluateScene(spec, network)) });
  }
}

/** Enough of the cat to annotate, and a decision that does not hang on how the JPEG was scaled. */
function usable(c: Candidate): boolean {
  const [leftEye, rightEye, leftEar, rightEar, nose] = c.pixels as [number, number, number, number, number];
  const face = Math.max(leftEye, rightEye) >= 90 && nose >= 50 && Math.max(leftEar, rightEar) >= 200;
  return face && c.stable && c.margin >= 0.15;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cat: { type: "string", default: "170" },
      chair: { type: "string", default: "70" },
      animal: { type: "string", default: "120" },
      thing: { type: "string", default: "120" },
      workers: { type: "string", default: "2" },
    },
  });
  const plan = (kind: CandidateKind, count: string) =>
    Array.from({ length: Number(count) }, (_, i) => ({ kind, spec: candidateScene(kind, i) }));
  const all = [
    ...plan("cat-with-chair", values.chair),
    ...plan("animal", values.animal),
    ...plan("thing", values.thing),
    ...plan("cat", values.cat),
  ];
  const found: Candidate[] = [];
  const workers = Number(values.workers);
  await Promise.all(
    Array.from({ length: workers }, (_, w) => {
      const job: Job = { candidates: all.filter((_, i) => i % workers === w) };
      const thread = startThread(import.meta.url, job);
      thread.on("message", (candidate: Candidate) => {
        found.push(candidate);
        if (found.length % 25 === 0) console.log(`${found.length}/${all.length}`);
      });
      return finished(thread);
    }),
  );
  found.sort((a, b) => a.spec.seed - b.spec.seed);
  write(choose(found.filter(usable)));
}

function choose(candidates: readonly Candidate[]): Candidate[] {
  const decided = (group: DemoGroup) => candidates.filter((c) => groupOf(DEMO_CLASSES[c.top1]!) === group);
  const cats = decided("cat");
  const chair = cats.filter((c) => c.kind === "cat-with-chair").slice(0, WITH_CHAIR);
  const beside = cats.filter((c) => c.kind === "animal" || c.kind === "thing");
  // A quarter of the plain images' places goes to scenes where the cat won against something else.
  const places = QUOTA.cat - chair.length;
  const mixed = beside.filter((_, i) => i % 2 === 0).slice(0, Math.floor(places / 4));
  const plain = cats.filter((c) => c.kind === "cat").slice(0, places - mixed.length);
  const groups = {
    cat: [...chair, ...mixed, ...plain],
    "other animal": decided("other animal").slice(0, 25),
    thing: decided("thing").slice(0, 25),
  };
  for (const [group, quota] of Object.entries(QUOTA)) {
    const got = groups[group as DemoGroup].length;
    if (got !== quota)
      throw new Error(`Only ${got} of ${quota} images are decided for “${group}”: consider more candidates.`);
  }
  return Object.values(groups)
    .flat()
    .sort((a, b) => ((a.spec.seed * 7919) % 10007) - ((b.spec.seed * 7919) % 10007));
}

function write(chosen: readonly Candidate[]): void {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const photos = path.join(here, "photos");
  rmSync(photos, { recursive: true, force: true });
  mkdirSync(photos, { recursive: true });
  const images = chosen.map((c, i): DemoEntry => {
    const file = `demo-${String(i + 1).padStart(3, "0")}.jpg`;
    writeFileSync(path.join(photos, file), c.jpeg);
    const explained = CAT_CLASSES.reduce(
      (best, name, k) => (c.logits[k]! > c.logits[CAT_CLASSES.indexOf(best)]! ? name : best),
      CAT_CLASSES[0] as (typeof CAT_CLASSES)[number],
    );
    return {
      file,
      ...c.spec,
      top1: DEMO_CLASSES[c.top1]!,
      explained,
      outlines: Object.fromEntries(
        c.outlines.map((o) => [
          String(o.part),
          o.polygons.map((ring) => ring.map((p) => p.join(",")).join(" ")),
        ]),
      ),
    };
  });
  const file: CollectionFile = { size: 448, images };
  writeFileSync(path.join(here, "collection.json"), `${JSON.stringify(file, null, 1)}\n`);
  const counts = new Map<string, number>();
  for (const image of images) counts.set(image.top1, (counts.get(image.top1) ?? 0) + 1);
  console.log(Object.fromEntries(counts));
}

if (isMainThread) await main();
else await evaluate(workerData.job as Job);
