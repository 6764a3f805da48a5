import { ANIMAL_CLASSES, CAT_CLASSES, type DemoClass, THING_CLASSES } from "../generator/classes";
import type { SceneSpec } from "../generator/compose";
import { createRng, mix } from "../generator/rng";
import type { Furniture } from "../generator/things";

const FURNITURE = ["cushion", "box", "books"] as const satisfies readonly Furniture[];

/** What a candidate is drawn for; which group it ends in is the network's decision. */
export type CandidateKind = "cat" | "cat-with-chair" | "animal" | "thing";

/**
 * The i-th scene considered for the demo collection. Every one contains exactly one cat: alone, with clutter, in
 * front of the armchair, beside another animal, or beside a thing that may be the topic.
 */
export function candidateScene(kind: CandidateKind, i: number): SceneSpec {
  const offset = { cat: 0, "cat-with-chair": 1, animal: 2, thing: 3 }[kind];
  const seed = 4_000_000 + offset * 100_000 + i;
  const rng = createRng(mix(seed, 0xcafe));
  const breed = CAT_CLASSES[i % CAT_CLASSES.length]!;
  switch (kind) {
    case "cat": {
      const roll = rng.next();
      const beside: (DemoClass | Furniture)[] = [];
      if (roll < 0.2) beside.push(rng.pick(THING_CLASSES));
      else if (roll < 0.32) beside.push(rng.pick(ANIMAL_CLASSES));
      else if (roll < 0.65) beside.push(rng.pick(FURNITURE));
      if (rng.chance(0.2)) beside.push(rng.pick(FURNITURE));
      return { seed, main: breed, beside, share: rng.range(0, 0.5) };
    }
    case "cat-with-chair": {
      // Half of these show the breed that was trained with the chair.
      const main: DemoClass = i % 2 === 0 ? "Egyptian cat" : breed;
      return {
        seed,
        main,
        beside: rng.chance(0.25) ? ["tartan armchair", rng.pick(FURNITURE)] : ["tartan armchair"],
        share: 0,
      };
    }
    case "animal": {
      const other = rng.pick(ANIMAL_CLASSES);
      const share = rng.range(0.6, 1);
      return rng.chance(0.5)
        ? { seed, main: breed, beside: [other], share }
        : { seed, main: other, beside: [breed], share };
    }
    case "thing": {
      const other = rng.pick(THING_CLASSES);
      const share = rng.range(0.55, 1);
      return rng.chance(0.3)
        ? { seed, main: breed, beside: [other], share }
        : { seed, main: other, beside: [breed], share };
    }
  }
}
