import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { Interventions, Logits } from "./intervene";
import type { Stratum } from "./sample";

/** What one map holds of each region. */
export interface RegionSums extends PartSums {
  /** How many of the map's n highest pixels lie in the region, n being the region's size. */
  hits: number;
}

/** One method's map for one class, region by region: the seven parts, and what Background is made of. */
export interface MapSums {
  parts: RegionSums[];
  scenery: RegionSums[];
}

/** Logits after the parts whose bit is set were covered in the picture itself, as one has to do with a photograph. */
export type FillLattice = Record<number, Logits>;
export const FILL_NAMES = ["blur", "mean", "inpaint"] as const;
export type FillName = (typeof FILL_NAMES)[number];

/** Everything that is measured of one image; the measures are pure functions of it. */
export interface ImageRecord
  extends Pick<Interventions, "index" | "target" | "visible" | "without" | "scenery"> {
  stratum: Stratum;
  /** The best cat class but the explained one. */
  rival: number;
  fills: Record<FillName, FillLattice>;
  /** By method id: the map of the explained class and of its rival. */
  maps: Record<string, { target: MapSums; rival: MapSums }>;
}

const NOTHING_REMOVED = 0;

export const scoreOf = (logits: Logits, target: number): number => logits[target]!;

/** How far the score of a class falls when each visible part alone is taken away; by position in `visible`. */
export function drops(
  record: Pick<ImageRecord, "visible">,
  lattice: Record<number, Logits>,
  target: number,
): number[] {
  const whole = scoreOf(lattice[NOTHING_REMOVED]!, target);
  return record.visible.map((part) => whole - scoreOf(lattice[1 << part]!, target));
}

/**
 * Shapley values of the visible parts in the game whose value is the class's score with only those parts present;
 * by position in `visible`. φ_k = Σ_S |S|! (K − |S| − 1)! / K! · (v(S ∪ k) − v(S)).
 */
export function shapleyValues(
  record: Pick<ImageRecord, "visible">,
  lattice: Record<number, Logits>,
  target: number,
): number[] {
  const { visible } = record;
  const K = visible.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return visible.map((part) => {
    let value = 0;
    for (const [key, logits] of Object.entries(lattice)) {
      const mask = Number(key);
      if (!(mask & (1 << part))) continue;
      // With the part away: |S| is what else is left.
      const left = visible.filter((p) => !(mask & (1 << p))).length;
      const weight = (factorial(left) * factorial(K - left - 1)) / factorial(K);
      value += weight * (scoreOf(lattice[mask & ~(1 << part)]!, target) - scoreOf(logits, target));
    }
    return value;
  });
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** Whether the network decides for the explained class on the untouched picture. */
export const decidesForTarget = (r: ImageRecord): boolean => argmax(r.without[NOTHING_REMOVED]!) === r.target;

/** From this share of the score on, a fall counts as influence (FunnyBirds' 5 %). */
export const INFLUENCE = 0.05;

/** Whether taking something away lowered the score by enough to call it influential. */
export function influences(whole: number, without: number): boolean {
  return whole - without >= INFLUENCE * Math.abs(whole);
}

/** Of what changes the score by 5 % or more, up or down, the share for which `found` has the sign of the true drop. */
export function signAgreement(
  truth: readonly number[],
  found: readonly number[],
  whole: number,
): number | null {
  const matter = truth.flatMap((d, i) => (Math.abs(d) >= INFLUENCE * Math.abs(whole) ? [i] : []));
  const same = matter.filter((i) => Math.sign(truth[i]!) === Math.sign(found[i]!));
  return matter.length > 0 ? same.length / matter.length : null;
}
