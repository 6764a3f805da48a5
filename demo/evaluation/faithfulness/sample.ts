import { type Rng, seededRng } from "@/core/analysis/random";
import { DEMO_IMAGES, demoGroup } from "../../collection";
import { SHORTCUT_OBJECT } from "../../training/plan";

/** What an image was chosen for; "cat", "animal" and "thing" are what the network decided. */
export type Stratum = "cat" | "cat with the chair" | "animal" | "thing";

export interface SampleImage {
  index: number;
  stratum: Stratum;
}

/** One round of eight has the collection's own proportions: 120 : 40 : 25 : 25 of 210. */
const ROUND: readonly Stratum[] = [
  "cat",
  "cat with the chair",
  "cat",
  "animal",
  "cat",
  "cat with the chair",
  "cat",
  "thing",
];

export function stratumOf(index: number): Stratum {
  const group = demoGroup(index);
  if (group !== "cat") return group === "thing" ? "thing" : "animal";
  return DEMO_IMAGES[index]!.beside.includes(SHORTCUT_OBJECT) ? "cat with the chair" : "cat";
}

function shuffled<T>(items: readonly T[], rng: Rng): T[] {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}

/**
 * The first `count` images of a seeded order in which every eight have the collection's proportions, so that a larger
 * sample contains the smaller ones.
 *
 * @throws RangeError where a stratum has too few images
 */
export function drawSample(count: number, seed: number): SampleImage[] {
  const rng = seededRng(seed);
  const order = shuffled([...DEMO_IMAGES.keys()], rng);
  const waiting = new Map(
    [...new Set(ROUND)].map((stratum) => [stratum, order.filter((i) => stratumOf(i) === stratum)]),
  );
  return Array.from({ length: count }, (_, n) => {
    const stratum = ROUND[n % ROUND.length]!;
    const index = waiting.get(stratum)!.shift();
    if (index === undefined) {
      throw new RangeError(`The collection has too few images of the kind “${stratum}” for ${count} images.`);
    }
    return { index, stratum };
  });
}
