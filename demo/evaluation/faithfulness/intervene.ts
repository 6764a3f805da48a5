import { DEMO_IMAGES, DEMO_PARTS } from "../../collection";
import { CAT_CLASSES } from "../../generator/classes";
import { composeScene } from "../../generator/compose";
import { renderScene } from "../../generator/render";
import { type Scene, withoutActor, withoutBackdrop, withoutPart } from "../../generator/scene";
import { truthOf } from "../../generator/truth";

/** Side of the evaluated pictures: the network's own input, so that nothing is scaled or compressed in between. */
export const SIDE = 224;
const PART_COUNT = DEMO_PARTS.length;

/** Raise it when this file comes to compute something else: kept results of another version are not used. */
export const INTERVENTIONS_VERSION = 1;

/** Logits of one picture. */
export type Logits = number[];

/** One image with everything that taking things away did to the network. */
export interface Interventions {
  index: number;
  /** Index of the explained class (the best cat class), as in the collection. */
  target: number;
  /** Parts with enough visible pixels; the others take no part in any measure. */
  visible: readonly number[];
  /** Logits after rendering without the parts whose bit is set in the key (bit k: part k); all subsets of `visible`. */
  without: Record<number, Logits>;
  /** What Background is made of: those beside the cat, then the backdrop itself. */
  scenery: { name: string; pixels: number; logits: Logits }[];
  /** Interleaved 8-bit sRGB, part of each pixel, and 0 or 1 + position in `scenery` of each pixel; base64. */
  rgb: string;
  labels: string;
  sceneryLabels: string;
}

/** All subsets of the given parts as bit masks, the empty one first. */
export function subsetsOf(parts: readonly number[]): number[] {
  return Array.from({ length: 2 ** parts.length }, (_, s) =>
    parts.reduce((mask, part, i) => (s & (1 << i) ? mask | (1 << part) : mask), 0),
  );
}

function withoutParts(scene: Scene, mask: number): Scene {
  let rest = scene;
  for (let part = 0; part < PART_COUNT; part++) if (mask & (1 << part)) rest = withoutPart(rest, part);
  return rest;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** Renders a demo image without every subset of its visible parts and asks the network about each picture. */
export async function intervene(
  index: number,
  classify: (rgb: Uint8Array) => Promise<ArrayLike<number>>,
  side = SIDE,
): Promise<Interventions> {
  const entry = DEMO_IMAGES[index]!;
  const composed = composeScene(entry);
  const { scene } = composed;
  const whole = renderScene(scene, side, side);
  const visible = truthOf(composed, whole).parts.flatMap((p, k) => (p.visible ? [k] : []));
  const logitsOf = async (changed: Scene) =>
    Array.from(await classify(renderScene(changed, side, side).rgb), (v) => Math.round(v * 1e5) / 1e5);

  const without: Record<number, Logits> = {};
  for (const mask of subsetsOf(visible)) without[mask] = await logitsOf(withoutParts(scene, mask));

  const sceneryLabels = new Uint8Array(side * side);
  const scenery: Interventions["scenery"] = [];
  const add = async (name: string, belongs: (pixel: number) => boolean, changed: Scene) => {
    let pixels = 0;
    for (let i = 0; i < sceneryLabels.length; i++) {
      if (!belongs(i)) continue;
      sceneryLabels[i] = scenery.length + 1;
      pixels++;
    }
    scenery.push({ name, pixels, logits: await logitsOf(changed) });
  };
  for (const [actor, name] of [entry.main, ...entry.beside].entries()) {
    if (actor === scene.subject) continue;
    await add(name, (i) => whole.actors[i] === actor + 1, withoutActor(scene, actor));
  }
  await add("backdrop", (i) => whole.actors[i] === 0, withoutBackdrop(scene));

  return {
    index,
    target: CAT_CLASSES.indexOf(entry.explained),
    visible,
    without,
    scenery,
    rgb: base64(whole.rgb),
    labels: base64(whole.labels),
    sceneryLabels: base64(sceneryLabels),
  };
}
