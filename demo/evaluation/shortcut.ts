import { readFileSync, writeFileSync } from "node:fs";
import { createExplainer, type ExplainerOptions } from "@partwise/explain/runtime";
import { contributionScores } from "@/core/analysis/scores/contribution";
import { partSums } from "@/core/analysis/scores/part-sums";
import { sumChannels } from "@/explain/measures";
import {
  DEMO_IMAGES,
  DEMO_PARTS,
  demoGroup,
  demoPhotoUrl,
  renderDemoImage,
  renderDemoImageWithout,
} from "../collection";
import { CAT_CLASSES } from "../generator/classes";
import { decodeFor, loadNetwork, normalisedInput } from "../tools/network";
import { SHORTCUT_BREED, SHORTCUT_OBJECT } from "../training/plan";

/*
 * Which way of scoring sees the planted shortcut? For images with and without the chair: Background's score under
 * the mean (Eq. 4) and under the sum, per method, beside the truth: how far the logit falls when the picture is
 * rendered without its background. Writes shortcut.md.
 */

const METHODS: Record<string, ExplainerOptions> = {
  "LRP-ε": {},
  "LRP ε-γ-box": { composite: "epsilon-gamma-box" },
  "LRP ε-plus": { composite: "epsilon-plus" },
  "gradient × input": { method: "gradient-x-input" },
  "integrated gradients": { method: "integrated-gradients" },
  "Grad-CAM": { method: "grad-cam" },
};
const BACKGROUND = DEMO_PARTS.length - 1;
const SIDE = 224;
/** The truth costs eight renderings an image: every n-th will do. */
const TRUTH_EVERY = 3;

const GROUPS = ["chair, taken for the breed", "chair, not taken in", "no chair"] as const;
type Group = (typeof GROUPS)[number];

function groupOfImage(index: number): Group {
  const { beside, top1 } = DEMO_IMAGES[index]!;
  if (!beside.includes(SHORTCUT_OBJECT)) return "no chair";
  return top1 === SHORTCUT_BREED ? "chair, taken for the breed" : "chair, not taken in";
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const percent = (v: number) => `${v < 0 ? "−" : ""}${Math.abs(100 * v).toFixed(0)} %`;

const network = await loadNetwork("demo-vgg");
const chosen = [...DEMO_IMAGES.keys()].filter(
  (i) => demoGroup(i) === "cat" && (groupOfImage(i) !== "no chair" || i % 4 === 0),
);
interface Sample {
  group: Group;
  index: number;
  target: number;
  input: Float32Array;
  labels: Uint8Array;
}
const images: Sample[] = [];
for (const index of chosen) {
  const pixels = await decodeFor(network.card, readFileSync(demoPhotoUrl(index)));
  images.push({
    group: groupOfImage(index),
    index,
    target: CAT_CLASSES.indexOf(DEMO_IMAGES[index]!.explained),
    input: normalisedInput(network.card, pixels),
    labels: renderDemoImage(index, SIDE).labels,
  });
}

const rows: string[] = [];
const bytes = new Uint8Array(readFileSync(new URL("../networks/demo-vgg.onnx", import.meta.url)));
for (const [name, options] of Object.entries(METHODS)) {
  const explainer = await createExplainer(bytes, options);
  const scores = new Map<Group, { mean: number[]; sum: number[] }>();
  for (const { group, target, input, labels } of images) {
    const { relevance } = await explainer.explain(input, [target]);
    const sums = partSums(sumChannels(relevance, 3), labels, DEMO_PARTS.length);
    const mean = contributionScores(sums, { normalisation: "per-sign" }).scores;
    const sum = contributionScores(sums, { normalisation: "absolute", aggregation: "sum" }).scores;
    const entry = scores.get(group) ?? { mean: [], sum: [] };
    entry.mean.push(mean[BACKGROUND]!);
    entry.sum.push(sum[BACKGROUND]!);
    scores.set(group, entry);
  }
  await explainer.dispose();
  for (const kind of ["mean", "sum"] as const) {
    const cells = GROUPS.map((g) => percent(average(scores.get(g)![kind])));
    rows.push(`| ${name} | ${kind} | ${cells.join(" | ")} |`);
  }
  console.log(rows.slice(-2).join("\n"));
}

const drops = new Map<Group, number[][]>();
for (const { group, index, target } of images.filter((_, i) => i % TRUTH_EVERY === 0)) {
  const whole = (await network.run(renderDemoImage(index, SIDE).rgb))[target]!;
  const row: number[] = [];
  for (const part of DEMO_PARTS.keys()) {
    const without = await network.run(renderDemoImageWithout(index, part, SIDE).rgb);
    row.push(whole - without[target]!);
  }
  drops.set(group, [...(drops.get(group) ?? []), row]);
}
const truth = DEMO_PARTS.map((name, k) => {
  const cells = GROUPS.map((g) =>
    average((drops.get(g) ?? []).map((row) => row[k]!))
      .toFixed(2)
      .replace("-", "−"),
  );
  return `| ${name} | ${cells.join(" | ")} |`;
});
const count = (g: Group) => images.filter((i) => i.group === g).length;

writeFileSync(
  new URL("./shortcut.md", import.meta.url),
  `# Does the score see the shortcut?

Made by \`npx tsx demo/evaluation/shortcut.ts\`. Images of the demo collection decided for the cat group:
${GROUPS.map((g) => `${g} (${count(g)})`).join(", ")}. Explained class: the best cat class.

## The truth: fall of the explained class's logit when the picture is rendered without the part (${[...drops.values()].flat().length} images)

| part | ${GROUPS.join(" | ")} |
|---|---|---|---|
${truth.join("\n")}

## Background's score

| method | aggregation | ${GROUPS.join(" | ")} |
|---|---|---|---|---|
${rows.join("\n")}

*mean*: Eq. 4 of the paper, signs apart, as shown in the interface. *sum*: signed relevance of the part over the sum of all parts'
absolute values. The mean divides by the part's area, and the background is the largest part: relevance spread over a chair is thin
next to that of an eye.
`,
);
