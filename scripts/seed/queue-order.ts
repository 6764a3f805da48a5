import type { DemoEntry } from "@/demo/collection/entry";
import { ANIMAL_CLASSES, isCat, isThing } from "@/demo/generator/classes";

type Scene = Pick<DemoEntry, "main" | "beside" | "outlines">;

/**
 * The images of a review queue, plainest first: a cat by itself with every part in sight, then those with a thing beside it,
 * last those with a second animal, where the silhouette may take one for the other. Alike ones stay in their order.
 */
export function plainestFirst<T extends { scene: Scene }>(images: readonly T[]): T[] {
  return [...images].sort((a, b) => difficulty(a.scene) - difficulty(b.scene));
}

/** Parts a person draws: eyes, ears, nose. */
const DRAWN = 5;

function difficulty({ main, beside, outlines }: Scene): number {
  const others = [main, ...beside].filter((name) => !isCat(name));
  const animals = others.filter((name) => (ANIMAL_CLASSES as readonly string[]).includes(name)).length;
  const things = others.filter(isThing).length;
  const hidden = DRAWN - Object.keys(outlines).length;
  return 100 * animals + 10 * things + 5 * hidden + (others.length - animals - things);
}
