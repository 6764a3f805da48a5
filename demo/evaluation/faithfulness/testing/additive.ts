import { seededRng } from "@/core/analysis/random";
import { subsetsOf } from "../intervene";
import type { ImageRecord, MapSums, RegionSums } from "../record";

/*
 * Records of a network that adds up: a class's score is the sum of what each present part is worth. Every truth is
 * then known by arithmetic: a part's drop and its Shapley value are its worth, in any order and under any fill.
 */

export const PARTS = 7;
/** Classes: the explained one, its rival, and one that wins over an empty picture. */
const CLASSES = 3;

export const region = (value: number, n = 10): RegionSums => ({
  n,
  sum: value,
  positive: Math.max(value, 0),
  negative: Math.min(value, 0),
  hits: 0,
});

export const mapOf = (values: readonly number[], scenery: readonly number[] = [], n = 10): MapSums => ({
  parts: values.map((v) => region(v, n)),
  scenery: scenery.map((v) => region(v, n)),
});

export interface Worth {
  target: readonly number[];
  rival: readonly number[];
  /** The third class's score, whatever is there. */
  other?: number;
  visible?: readonly number[];
}

export function latticeOf({ target, rival, other = -1, visible }: Worth): Record<number, number[]> {
  const parts = visible ?? target.map((_, k) => k);
  const lattice: Record<number, number[]> = {};
  for (const mask of subsetsOf(parts)) {
    const sum = (worth: readonly number[]) =>
      worth.reduce((total, w, k) => (mask & (1 << k) ? total : total + w), 0);
    const logits = [sum(target), sum(rival), other];
    if (logits.length !== CLASSES) throw new Error("three classes");
    lattice[mask] = logits;
  }
  return lattice;
}

export function additiveRecord(
  worth: Worth,
  maps: (target: readonly number[], rival: readonly number[]) => ImageRecord["maps"],
): ImageRecord {
  const without = latticeOf(worth);
  const background = PARTS - 1;
  const whole = without[0]!;
  return {
    index: 0,
    stratum: "cat",
    target: 0,
    rival: 1,
    visible: worth.visible ?? worth.target.map((_, k) => k),
    without,
    // Background consists of one thing and a backdrop that counts for nothing.
    scenery: [
      { name: "thing", pixels: 5, logits: without[1 << background] ?? whole },
      { name: "backdrop", pixels: 5, logits: whole },
    ],
    fills: { blur: without, mean: without, inpaint: without },
    maps: maps(worth.target, worth.rival),
  };
}

/** Seeded worths without ties; the first part always speaks for the target, the second for its rival. */
export function drawnWorth(seed: number): Worth {
  const rng = seededRng(seed);
  const draw = () => Array.from({ length: PARTS }, () => 2 * rng() - 0.5);
  const [target, rival] = [draw(), draw().map((v) => v / 2)];
  target[0] = 4 + rng();
  rival[1] = target[1]! + 1 + rng();
  return { target, rival };
}
