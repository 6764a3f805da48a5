import { readFileSync, writeFileSync } from "node:fs";
import { createExplainer } from "@partwise/explain/runtime";
import { type Suggestion, type SuggestSettings, suggest } from "@/core/analysis/comparison/suggestions";
import { sumChannels } from "@/core/analysis/relevance/channels";
import { AGGREGATIONS, contributionScores, NORMALISATIONS } from "@/core/analysis/scores/contribution";
import { type PartSums, partSums } from "@/core/analysis/scores/part-sums";
import { DEMO_IMAGES, DEMO_PARTS, demoGroup, demoPhotoUrl, renderDemoImage } from "../collection";
import { CAT_CLASSES } from "../generator/classes";
import { decodeFor, loadNetwork, normalisedInput } from "../tools/network";
import { SHORTCUT_BREED, SHORTCUT_OBJECT } from "../training/plan";

/*
 * Do suggested groups contain the planted shortcut? Every setting a person can choose, and what the group in which
 * Background leads then holds. Parts are the generator's own label maps. Writes clusters.md.
 */

const SIDE = 224;
const BACKGROUND = DEMO_PARTS.length - 1;
const network = await loadNetwork("demo-vgg");
const explainer = await createExplainer(
  new Uint8Array(readFileSync(new URL("../networks/demo-vgg.onnx", import.meta.url))),
);

async function sumsOf(index: number): Promise<PartSums[]> {
  const pixels = await decodeFor(network.card, readFileSync(demoPhotoUrl(index)));
  const target = CAT_CLASSES.indexOf(DEMO_IMAGES[index]!.explained);
  const { relevance } = await explainer.explain(normalisedInput(network.card, pixels), [target]);
  const map = sumChannels(relevance, 3, SIDE, SIDE);
  return partSums(map, renderDemoImage(index, SIDE).labels, DEMO_PARTS.length);
}

const images: { id: string; index: number; sums: PartSums[] }[] = [];
for (const index of DEMO_IMAGES.keys()) images.push({ id: String(index), index, sums: await sumsOf(index) });
await explainer.dispose();

/** The shortcut at work: the armchair is in the picture, and the network takes what sits there for the breed. */
const atWork = (index: number) =>
  DEMO_IMAGES[index]!.beside.includes(SHORTCUT_OBJECT) && DEMO_IMAGES[index]!.top1 === SHORTCUT_BREED;
const leads = ({ leading, statistics }: Suggestion) =>
  leading === BACKGROUND && 2 * statistics.topContributors[BACKGROUND]! > statistics.scored;

const COLLECTIONS = {
  "all images": images,
  "decided for a cat": images.filter((i) => demoGroup(i.index) === "cat"),
};
const METHODS: Record<string, SuggestSettings> = {
  "HDBSCAN, coarse": { method: "hdbscan", minClusterSize: 5, selection: "excess-of-mass" },
  "HDBSCAN, fine": { method: "hdbscan", minClusterSize: 5, selection: "leaf" },
  "k-medoids, k by silhouette": { method: "k-medoids", k: null },
  "k-medoids, k = 8": { method: "k-medoids", k: 8 },
};
const WEIGHTS: Record<string, number[]> = {
  equal: DEMO_PARTS.map(() => 1),
  "anatomy ×10": DEMO_PARTS.map((_, k) => (k === BACKGROUND ? 1 : 10)),
  "Background ×10": DEMO_PARTS.map((_, k) => (k === BACKGROUND ? 10 : 1)),
};

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const rows: string[] = [];
for (const [among, chosen] of Object.entries(COLLECTIONS)) {
  const total = chosen.filter((i) => atWork(i.index)).length;
  for (const aggregation of AGGREGATIONS) {
    for (const normalisation of NORMALISATIONS) {
      const units = { aggregation, normalisation };
      const subjects = chosen.map(({ id, index, sums }) => {
        const { defined, scores } = contributionScores(sums, units);
        const { top1 } = DEMO_IMAGES[index]!;
        return { imageId: id, groupId: "", classIndex: 0, topClass: top1, scores: defined ? scores : null };
      });
      for (const [weighting, weights] of Object.entries(WEIGHTS)) {
        for (const [method, settings] of Object.entries(METHODS)) {
          const { clusters } = suggest({
            subjects,
            partIds: DEMO_PARTS.map(String),
            weights,
            units,
            settings,
          });
          const found = clusters.filter(leads).map(({ members }) => {
            const hits = members.filter((id) => atWork(Number(id))).length;
            return { size: members.length, purity: hits / members.length, recall: hits / total };
          });
          const told = found.map((f) => `${f.size}: ${percent(f.purity)}, ${percent(f.recall)}`).join("; ");
          rows.push(
            `| ${among} | ${aggregation} | ${normalisation} | ${weighting} | ${method} | ${clusters.length} | ${told || "none"} |`,
          );
        }
      }
    }
  }
}
const baseRates = Object.entries(COLLECTIONS).map(([among, chosen]) => {
  const hits = chosen.filter((i) => atWork(i.index)).length;
  return `${among}: ${hits} of ${chosen.length} (${percent(hits / chosen.length)})`;
});

writeFileSync(
  new URL("./clusters.md", import.meta.url),
  `# Do suggested groups contain the shortcut?

Made by \`npx tsx demo/evaluation/clusters.ts\`: all ${images.length} images of the demo collection, LRP-ε towards the explained class, parts
from the generator's label maps. What the figures mean, and what to make of them:
[Find the shortcut](../../docs/guide/find-the-shortcut.md).

*At work*: the picture shows the ${SHORTCUT_OBJECT} and the network takes it for ${SHORTCUT_BREED}. Share of such images: ${baseRates.join("; ")}.

For every setting, the suggested groups in which Background leads (its mean score is the highest of all parts, and it is the top contributor in
most members), as *size: purity, recall*. Purity: share of the group's members at work. Recall: share of the images at work that are in the group.

| among | aggregation | normalisation | weights | method | groups | groups in which Background leads |
|---|---|---|---|---|---|---|
${rows.join("\n")}
`,
);
