import file from "./collection/collection.json";
import type { CollectionFile, DemoEntry } from "./collection/entry";
import { CAT_PARTS } from "./generator/actor";
import { type DemoGroup, groupOf, isCat } from "./generator/classes";
import { composeScene, type SceneSpec } from "./generator/compose";
import { renderScene } from "./generator/render";
import { withoutPart } from "./generator/scene";
import { type Truth, truthOf } from "./generator/truth";
import type { OutlinePoint } from "./outlines";

/** The 210 images of the demo project, in order. Every one shows exactly one cat, whose parts are labelled. */
export const DEMO_IMAGES: readonly DemoEntry[] = (file as unknown as CollectionFile).images;
export const DEMO_IMAGE_SIZE: number = file.size;
export const DEMO_PARTS = CAT_PARTS;

export interface DemoImage {
  /** 8-bit sRGB, interleaved. */
  rgb: Uint8Array;
  width: number;
  height: number;
  /** Index into `DEMO_PARTS` for each pixel. */
  labels: Uint8Array;
  truth: Truth;
}

function entry(index: number): DemoEntry {
  const image = DEMO_IMAGES[index];
  if (!image) throw new RangeError(`Demo image ${index} does not exist; there are ${DEMO_IMAGES.length}.`);
  return image;
}

/** Renders a demo image again, with its truth; at another size the same scene, finer or coarser. */
export function renderDemoImage(index: number, size = DEMO_IMAGE_SIZE): DemoImage {
  return renderSpec(entry(index), size);
}

/** The same without one part (index into `DEMO_PARTS`): the intervention that photographs never allow. */
export function renderDemoImageWithout(index: number, part: number, size = DEMO_IMAGE_SIZE): DemoImage {
  return renderSpec(entry(index), size, part);
}

/** Renders any scene with its truth, optionally without one part of its subject. */
export function renderSpec(spec: SceneSpec, size: number, without?: number): DemoImage {
  const composed = composeScene(spec);
  const scene = without === undefined ? composed.scene : withoutPart(composed.scene, without);
  const { rgb, width, height, labels } = renderScene(scene, size, size);
  const rendered = { rgb, width, height, labels, actors: new Uint8Array(0), light: new Float32Array(0) };
  return { rgb, width, height, labels, truth: truthOf({ ...composed, scene }, rendered) };
}

/** Where the committed JPEG of a demo image lies, for `fs` on the server. */
export function demoPhotoUrl(index: number): URL {
  return new URL(`./collection/photos/${entry(index).file}`, import.meta.url);
}

/** Part name → polygons in image pixels, as a careful annotator would have drawn them. */
export function demoOutlines(index: number): Map<(typeof CAT_PARTS)[number], OutlinePoint[][]> {
  return new Map(
    Object.entries(entry(index).outlines).map(([part, rings]) => [
      CAT_PARTS[Number(part)]!,
      rings.map((ring) => ring.split(" ").map((p) => p.split(",").map(Number) as OutlinePoint)),
    ]),
  );
}

/** Breed of the cat in the picture, whatever the picture's topic is. */
export function demoBreed(index: number): string {
  const { main, beside } = entry(index);
  return [main, ...beside].find(isCat)!;
}

export function demoGroup(index: number): DemoGroup {
  return groupOf(entry(index).top1);
}
