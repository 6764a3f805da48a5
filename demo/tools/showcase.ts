/*
 * The figure of the README: demo photographs, their exact part labels, and the same scenes without one part.
 *   npx tsx demo/tools/showcase.ts docs/images/demo-collection.jpg
 */
import sharp, { type OverlayOptions } from "sharp";
import { PART_PRESETS } from "@/core/domain/parts";
import { DEMO_PARTS, renderDemoImage, renderDemoImageWithout } from "../collection";

const TILE = 240;
const GAP = 6;
/** Index of the image, and the part its third picture goes without. */
const SHOWN: readonly (readonly [number, (typeof DEMO_PARTS)[number]])[] = [
  [0, "Background"],
  [60, "Left Eye"],
  [75, "Right Ear"],
  [55, "Nose"],
  [145, "Body"],
];

const colours = PART_PRESETS.cat.parts.map(({ colour }) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)),
);

/** The part colours over a dimmed picture, so that one still sees what is labelled. */
function painted(rgb: Uint8Array, labels: Uint8Array): Uint8Array {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < labels.length; i++)
    for (let c = 0; c < 3; c++) out[3 * i + c] = 0.3 * rgb[3 * i + c]! + 0.7 * colours[labels[i]!]![c]!;
  return out;
}

const tiles: OverlayOptions[] = [];
for (const [column, [index, without]] of SHOWN.entries()) {
  const { rgb, labels } = renderDemoImage(index, TILE);
  const removed = renderDemoImageWithout(index, DEMO_PARTS.indexOf(without), TILE).rgb;
  for (const [row, pixels] of [rgb, painted(rgb, labels), removed].entries()) {
    const raw = { width: TILE, height: TILE, channels: 3 as const };
    const input = await sharp(pixels, { raw }).png().toBuffer();
    tiles.push({ input, left: column * (TILE + GAP), top: row * (TILE + GAP) });
  }
}
await sharp({
  create: {
    width: SHOWN.length * (TILE + GAP) - GAP,
    height: 3 * (TILE + GAP) - GAP,
    channels: 3,
    background: "#fff",
  },
})
  .composite(tiles)
  .jpeg({ quality: 88, mozjpeg: true })
  .toFile(process.argv[2] ?? "docs/images/demo-collection.jpg");
