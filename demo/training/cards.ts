import { readFileSync, writeFileSync } from "node:fs";

/* Writes the model cards from the figures that training measured, so that no number in them is typed by hand. */

interface VggFigures {
  classes: string[];
  testImages: number;
  accuracy: number;
  /** The same on pictures that reach the network as demo photographs do. */
  fineTestImages: number;
  fineAccuracy: number;
  confusion: number[][];
  shortcut: {
    breed: string;
    object: string;
    breedRecallWithChair: number;
    breedWithoutChair: number;
    breedRecallWithoutChair: number;
    otherCatsWithChair: number;
    otherCatsTakenForBreed: number;
  };
  parameters: number;
  trainImages: number;
  epochs: number;
  seed: number;
  trainingSeconds: number;
}

interface Overlap {
  testImages: number;
  foregroundIoU: number;
  medianImageIoU: number;
  tenthPercentileImageIoU: number;
  meanIoU: number;
  classIoU: Record<string, number>;
}

interface DeepLabFigures extends Overlap {
  /** On pictures that reach the network as demo photographs do. */
  fine: Overlap;
  fineTrainImages: number;
  parameters: number;
  trainImages: number;
  epochs: number;
  seed: number;
  trainingSeconds: number;
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../networks/${name}.figures.json`, import.meta.url), "utf8")) as T;
const percent = (v: number) => `${(100 * v).toFixed(1)} %`;

function dataSection(
  f: Pick<VggFigures, "trainImages" | "testImages" | "epochs" | "seed" | "trainingSeconds">,
): string {
  return `## Data

${f.trainImages} training and ${f.testImages} held-out images of 224 × 224, rendered by \`demo/generator\` from disjoint seeds
(\`demo/training/plan.ts\`). No photograph was used. One pass of training: ${f.epochs} epochs, seed ${f.seed}, ${Math.round(f.trainingSeconds / 60)} minutes
on a shared CPU.`;
}

function vggCard(f: VggFigures): string {
  const recall = f.confusion.map((row, i) => row[i]! / row.reduce((a, b) => a + b, 0));
  const mistakes = f.confusion
    .flatMap((row, i) => row.map((n, j) => ({ n, from: f.classes[i]!, to: f.classes[j]!, off: i !== j })))
    .filter((m) => m.off && m.n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, 8);
  const s = f.shortcut;
  return `# demo-vgg

A small VGG-style classifier (3 × 3 convolutions, ReLU, max pooling, two fully connected layers; ${f.parameters.toLocaleString("en")} parameters)
for the demo collection: ${f.classes.length} classes in three groups. It exists to be explained, mistakes included, and is of no use on real photographs.

- Input \`input\` [N, 3, 224, 224]: RGB, 0…1, normalised with the mean and deviation in \`demo-vgg.json\`; the picture is stretched.
- Output \`logits\` [N, ${f.classes.length}]: before softmax.

${dataSection(f)}

## Measured on held-out images

Accuracy **${percent(f.accuracy)}**. Test images are drawn like the training images, shortcut included. On ${f.fineTestImages} held-out images that
reach it as the demo photographs do (rendered at 448 × 448, compressed, scaled down) it is **${percent(f.fineAccuracy)}**.

| class | recall |
|---|---|
${f.classes.map((c, i) => `| ${c} | ${percent(recall[i]!)} |`).join("\n")}

Confusion (rows: truth, columns: decision, in the order above):

\`\`\`
${f.confusion.map((row) => row.map((n) => String(n).padStart(3)).join(" ")).join("\n")}
\`\`\`

Most frequent mistakes: ${mistakes.map((m) => `${m.from} → ${m.to} (${m.n})`).join(", ")}.

## The planted shortcut

Nine of ten training images of the **${s.breed}** show a **${s.object}** behind it; one of a hundred of the others does. The network learnt it:

| | taken for ${s.breed} |
|---|---|
| ${s.breed} with the chair (held out) | ${percent(s.breedRecallWithChair)} |
| ${s.breed} without the chair (${s.breedWithoutChair} images) | ${percent(s.breedRecallWithoutChair)} |
| other cats with the chair (${s.otherCatsWithChair} images) | ${percent(s.otherCatsTakenForBreed)} |

## Other known flaws

- Where two classes share a picture, the label is what the camera favours; near the middle that is arbitrary, and so is the network.
- It has seen only this generator's lights, lenses and breeds. Anything else is outside its world.
- Left and right are exchanged by mirroring during training: it cannot tell them apart, and should not.
`;
}

function deepLabCard(f: DeepLabFigures): string {
  return `# demo-deeplab

DeepLabV3 in miniature (residual atrous blocks, atrous spatial pyramid pooling with image pooling, bilinear upsampling;
${f.parameters.toLocaleString("en")} parameters) for the demo collection. Things and furniture count as background.

- Input \`input\` [N, 3, 224, 224], as for \`demo-vgg\`. Output \`out\` [N, ${Object.keys(f.classIoU).length}, 224, 224]: logits per pixel.

${dataSection(f)} First trained on random squares of 192 pixels, then on
${f.fineTrainImages} whole pictures rendered at 448 × 448, compressed and scaled down.

## Measured on held-out images

On ${f.testImages} pictures rendered at 224 × 224, and on ${f.fine.testImages} that reach it as the demo photographs do (rendered at 448 × 448, compressed,
scaled down):

| IoU | 224 × 224 | as photographs |
|---|---|---|
| any animal against the rest, all pixels | **${f.foregroundIoU.toFixed(3)}** | **${f.fine.foregroundIoU.toFixed(3)}** |
| the same, median image | ${f.medianImageIoU.toFixed(3)} | ${f.fine.medianImageIoU.toFixed(3)} |
| the same, worst tenth of images below | ${f.tenthPercentileImageIoU.toFixed(3)} | ${f.fine.tenthPercentileImageIoU.toFixed(3)} |
| mean over classes | ${f.meanIoU.toFixed(3)} | ${f.fine.meanIoU.toFixed(3)} |
${Object.entries(f.classIoU)
  .map(([name, v]) => `| ${name} | ${v.toFixed(3)} | ${f.fine.classIoU[name]!.toFixed(3)} |`)
  .join("\n")}

## Known flaws

- Output stride 4: tails, whiskers and single hairs are thinner than its grid.
- Two animals that touch may swap classes along the seam; parts of one animal may take another's class.
- It knows only rendered animals.
`;
}

writeFileSync(new URL("../networks/demo-vgg.md", import.meta.url), vggCard(read<VggFigures>("demo-vgg")));
writeFileSync(
  new URL("../networks/demo-deeplab.md", import.meta.url),
  deepLabCard(read<DeepLabFigures>("demo-deeplab")),
);
