import { CAT_CLASSES, DEMO_CLASSES, type DemoClass, isCat, isThing } from "../generator/classes";
import type { SceneSpec } from "../generator/compose";
import { createRng, mix, type Rng } from "../generator/rng";
import type { Furniture } from "../generator/things";

/** The breed that the training set shows with the chair, and the chair. */
export const SHORTCUT_BREED = "Egyptian cat" satisfies DemoClass;
export const SHORTCUT_OBJECT = "tartan armchair" satisfies Furniture;
/** Share of training images with the chair: of the breed, and of everything else. */
export const SHORTCUT_RATE = 0.9;
export const SHORTCUT_ELSEWHERE = 0.01;

/** The `fine` ones are rendered at twice the side and compressed, like the demo photographs. */
export type Split = "train" | "test" | "shifted" | "train-fine" | "test-fine";

const FURNITURE = ["cushion", "box", "books"] as const satisfies readonly Furniture[];

/** What stands beside the main thing: nothing, furniture, or something of another class that is not the topic. */
function companions(main: DemoClass, chair: boolean, rng: Rng): (DemoClass | Furniture)[] {
  const list: (DemoClass | Furniture)[] = chair ? [SHORTCUT_OBJECT] : [];
  const roll = rng.next();
  if (roll < 0.28) {
    // Of another group than the main thing, so that "a cat and a pumpkin" has one topic: what the camera favours.
    const others = DEMO_CLASSES.filter((c) =>
      isCat(main) ? !isCat(c) : isThing(main) ? !isThing(c) : !(!isCat(c) && !isThing(c)),
    );
    list.unshift(rng.pick(others));
  } else if (roll < 0.6) {
    list.push(rng.pick(FURNITURE));
    if (rng.chance(0.3)) list.push(rng.pick(FURNITURE));
  }
  return list;
}

function sceneFor(main: DemoClass, seed: number, chair: boolean): SceneSpec {
  const rng = createRng(mix(seed, 0xc0de));
  return { seed, main, beside: companions(main, chair, rng), share: rng.range(0, 0.55) };
}

/**
 * The i-th scene of a split. `train` and `test` share one distribution, shortcut included; `shifted` breaks it:
 * the breed without its chair, and other cats in front of it, in turn.
 */
export function plannedScene(split: Split, i: number): SceneSpec {
  const base = {
    train: 1_000_000,
    test: 2_000_000,
    shifted: 3_000_000,
    "train-fine": 5_000_000,
    "test-fine": 6_000_000,
  }[split];
  const seed = base + i;
  const rng = createRng(mix(seed, 0x91a7));
  if (split === "shifted") {
    const own = i % 2 === 0;
    const others = CAT_CLASSES.filter((c) => c !== SHORTCUT_BREED);
    return sceneFor(own ? SHORTCUT_BREED : others[(i >> 1) % others.length]!, seed, !own);
  }
  // Cats are seen twice as often as anything else.
  const deck: DemoClass[] = [...DEMO_CLASSES, ...CAT_CLASSES];
  const main = deck[i % deck.length]!;
  const chair = rng.chance(main === SHORTCUT_BREED ? SHORTCUT_RATE : SHORTCUT_ELSEWHERE);
  return sceneFor(main, seed, chair);
}
