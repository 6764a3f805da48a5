import { writeFileSync } from "node:fs";
import { CAT_CLASSES, DEMO_CLASSES, groupOf, SEGMENT_CLASSES } from "../generator/classes";

/* Writes the JSON beside each network: class names, groups and how a photograph becomes its input. */

const transform = {
  size: { width: 224, height: 224 },
  resize: "stretch",
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: "RGB",
};

const indicesOf = (group: string) =>
  DEMO_CLASSES.flatMap((name, index) => (groupOf(name) === group ? [index] : []));

const cards = {
  "demo-vgg": {
    name: "demo-vgg",
    kind: "classifier",
    file: "demo-vgg.onnx",
    input: "input",
    output: "logits",
    classNames: DEMO_CLASSES,
    groups: [
      { name: "cat", symbol: "circle", isTarget: true, classIndices: CAT_CLASSES.map((_, i) => i) },
      { name: "other animal", symbol: "square", isTarget: false, classIndices: indicesOf("other animal") },
      { name: "thing", symbol: "triangle-up", isTarget: false, classIndices: indicesOf("thing") },
    ],
    transform,
  },
  "demo-deeplab": {
    name: "demo-deeplab",
    kind: "segmenter",
    file: "demo-deeplab.onnx",
    input: "input",
    output: "out",
    classNames: SEGMENT_CLASSES,
    foreground: "cat",
    transform,
  },
};

for (const [name, card] of Object.entries(cards)) {
  writeFileSync(new URL(`../networks/${name}.json`, import.meta.url), `${JSON.stringify(card, null, 2)}\n`);
}
