import { importances, type Scoring } from "../importance";
import { subsetsOf } from "../intervene";
import { argmax, drops, type ImageRecord, influences, type MapSums, scoreOf } from "../record";

/*
 * The measures of FunnyBirds (Hesse, Schaub-Meyer & Roth 2023), for one image each. How they differ from the original is
 * told in docs/faithfulness.md; the names are the paper's.
 */

/** Shares of the total from which a part counts as important; the best one is chosen per method, as in the original. */
export const THRESHOLDS: readonly number[] = Array.from({ length: 80 }, (_, i) => 0.01 + (0.49 * i) / 79);

/** Indices of what holds more than `threshold` of all positive importance; nothing where nothing is positive. */
export function importantOnes(values: readonly number[], threshold: number): number[] {
  const total = values.reduce((sum, v) => sum + Math.max(v, 0), 0);
  return values.flatMap((v, i) => (v > 0 && v > threshold * total ? [i] : []));
}

const maskOf = (parts: readonly number[]) => parts.reduce((mask, p) => mask | (1 << p), 0);

/** Smallest sets of parts with which alone the network decides as it does on the whole picture; as masks of what stays. */
export function minimalSufficientSets({ visible, without }: ImageRecord): number[] {
  const decision = argmax(without[0]!);
  const all = maskOf(visible);
  const sufficient = subsetsOf(visible).filter((kept) => argmax(without[all & ~kept]!) === decision);
  return sufficient.filter((set) => !sufficient.some((other) => other !== set && (other & set) === other));
}

const bits = (mask: number) => mask.toString(2).replaceAll("0", "").length;

/** CSDC: how much of a minimal sufficient set is called important; null where the empty picture suffices. */
export function controlledSyntheticDataCheck(
  sets: readonly number[],
  important: readonly number[],
): number | null {
  if (sets.includes(0)) return null;
  const called = maskOf(important);
  return Math.max(...sets.map((set) => bits(set & called) / bits(set)));
}

/** PC: 1 where the decision stays when only the important parts do. */
export function preservationCheck({ visible, without }: ImageRecord, important: readonly number[]): number {
  const gone = maskOf(visible) & ~maskOf(important);
  return Number(argmax(without[gone]!) === argmax(without[0]!));
}

/** DC: 1 where the decision changes when the important parts go. */
export function deletionCheck({ without }: ImageRecord, important: readonly number[]): number {
  return Number(argmax(without[maskOf(important)]!) !== argmax(without[0]!));
}

interface Region {
  importance: number;
  relevant: boolean;
}

/** The cat's visible parts and everything around it, thing by thing. */
function regionsOf(record: ImageRecord, map: MapSums, scoring: Scoring): Region[] {
  const whole = scoreOf(record.without[0]!, record.target);
  const background = map.parts.length - 1;
  const own = record.visible.filter((p) => p !== background);
  const around = record.scenery.flatMap((s, i) => (s.pixels > 0 ? [i] : []));
  const values = importances(
    [...own.map((p) => map.parts[p]!), ...around.map((i) => map.scenery[i]!)],
    scoring,
  );
  const without = [
    ...own.map((p) => record.without[1 << p]!),
    ...around.map((i) => record.scenery[i]!.logits),
  ].map((logits) => scoreOf(logits, record.target));
  return values.map((importance, i) => ({ importance, relevant: influences(whole, without[i]!) }));
}

/** D: 1 less the share of irrelevant regions that are called important; null where everything matters. */
export function distractibility(
  record: ImageRecord,
  map: MapSums,
  scoring: Scoring,
): ((threshold: number) => number) | null {
  const regions = regionsOf(record, map, scoring);
  const irrelevant = regions.filter((r) => !r.relevant).length;
  if (irrelevant === 0) return null;
  const values = regions.map((r) => r.importance);
  return (threshold) =>
    1 - importantOnes(values, threshold).filter((i) => !regions[i]!.relevant).length / irrelevant;
}

/** BI: share of the things around the cat (and the backdrop) whose removal does not lower the score. Of the network. */
export function backgroundIndependence({ scenery, without, target }: ImageRecord): number | null {
  const seen = scenery.filter((s) => s.pixels > 0);
  if (seen.length === 0) return null;
  const whole = scoreOf(without[0]!, target);
  return seen.filter((s) => !influences(whole, scoreOf(s.logits, target))).length / seen.length;
}

/**
 * TS: of the part that speaks most for the explained breed rather than its rival, and the one that does the opposite, the
 * share whose importances for both breeds are ordered so; null where no part favours the rival.
 */
export function targetSensitivity(
  record: ImageRecord,
  scores: { target: readonly number[]; rival: readonly number[] },
): number | null {
  const forTarget = drops(record, record.without, record.target);
  const forRival = drops(record, record.without, record.rival);
  const favour = forTarget.map((d, i) => d - forRival[i]!);
  const own = argmax(favour);
  const foreign = argmax(favour.map((f) => -f));
  if (!(favour[own]! > 0 && favour[foreign]! < 0)) return null;
  const difference = (i: number) => scores.target[i]! - scores.rival[i]!;
  return (Number(difference(own) > 0) + Number(difference(foreign) < 0)) / 2;
}
