import { type Rng, seededRng } from "../random";
import { inOneGo, type Steps } from "../steps";
import { type BootstrapOptions, bcaEndpoints, type Interval } from "./bootstrap";

/** Resamples between two steps. */
const STEP = 100;

/** How far apart two groups are in one part's scores. Positive: the first group's are higher. */
export interface PartEffect {
  /** Hedges' g; null with fewer than two scores a side or no spread. */
  g: number | null;
  gInterval: Interval | null;
  /** Cliff's δ, −1…1; null when a side has no score. */
  delta: number | null;
  deltaInterval: Interval | null;
  /** Where 95 % of the δ of randomly relabelled images lie: what such groups differ by without any reason. */
  deltaByChance: Interval | null;
}

/**
 * Two samples as counts over their pooled distinct `values`, ascending: a resample changes counts only, so each
 * costs one pass instead of a sort.
 */
export interface Tally {
  values: Float64Array;
  a: Float64Array;
  b: Float64Array;
}

/** Σ over pairs of sign(a − b) / (n_a n_b) (Cliff 1993) of a tally. */
export function tallyDelta({ a, b }: Tally): number | null {
  const [na, nb] = [total(a), total(b)];
  if (na === 0 || nb === 0) return null;
  let net = 0;
  let below = 0;
  for (let r = 0; r < a.length; r++) {
    net += a[r]! * (below - (nb - below - b[r]!));
    below += b[r]!;
  }
  return net / (na * nb);
}

/** Hedges' g (1981) of a tally: difference of means in pooled standard deviations × (1 − 3/(4ν − 1)). */
export function tallyG({ values, a, b }: Tally): number | null {
  const [na, nb] = [total(a), total(b)];
  const freedom = na + nb - 2;
  if (na < 2 || nb < 2) return null;
  const [ma, mb] = [mean(values, a, na), mean(values, b, nb)];
  let squares = 0;
  for (let r = 0; r < values.length; r++)
    squares += a[r]! * (values[r]! - ma) ** 2 + b[r]! * (values[r]! - mb) ** 2;
  // What is left of equal values after rounding is no spread.
  if (squares <= 1e-24 * freedom) return null;
  return ((ma - mb) / Math.sqrt(squares / freedom)) * (1 - 3 / (4 * freedom - 1));
}

/**
 * Hedges' g and Cliff's δ of two samples with two-sample BCa intervals: each side is resampled by itself, and the
 * acceleration comes from both sides' jackknife influence values (Davison & Hinkley 1997, § 5.3.2). Seeded. In
 * steps of some milliseconds, for whoever has other people to serve in between.
 */
export function* partEffectSteps(
  first: readonly number[],
  second: readonly number[],
  options: BootstrapOptions = {},
): Steps<PartEffect> {
  const { resamples = 2000, level = 0.95, seed = 1 } = options;
  const { tally, ranksA, ranksB } = tallyOf(first, second);
  const g = tallyG(tally);
  const delta = tallyDelta(tally);
  const nothing = { g, gInterval: null, delta, deltaInterval: null, deltaByChance: null };
  if (first.length < 2 || second.length < 2 || resamples < 1) return nothing;

  const rng = seededRng(seed);
  const gs: number[] = [];
  const deltas = new Float64Array(resamples);
  const drawn = { ...tally, a: new Float64Array(tally.a.length), b: new Float64Array(tally.b.length) };
  for (let k = 0; k < resamples; k++) {
    if (k % STEP === STEP - 1) yield;
    draw(ranksA, drawn.a, rng);
    draw(ranksB, drawn.b, rng);
    deltas[k] = tallyDelta(drawn)!;
    const drawnG = tallyG(drawn);
    if (drawnG !== null) gs.push(drawnG);
  }
  const interval = (statistic: (t: Tally) => number | null, estimate: number | null, all: Float64Array) =>
    // With many resamples of no spread at all, the rest says nothing of the whole.
    estimate === null || all.length < resamples / 2
      ? null
      : bcaEndpoints(all.sort(), estimate, acceleration(tally, statistic, estimate), level);
  return {
    g,
    gInterval: interval(tallyG, g, Float64Array.from(gs)),
    delta,
    deltaInterval: interval(tallyDelta, delta, deltas),
    deltaByChance: yield* relabelled(tally, ranksA, ranksB, resamples, level, rng),
  };
}

/** The same at once. */
export const partEffect = (...sample: Parameters<typeof partEffectSteps>) =>
  inOneGo(partEffectSteps(...sample));

/** The middle `level` of δ when the same scores are dealt to the two sides at random. */
function* relabelled(
  tally: Tally,
  ranksA: Uint32Array,
  ranksB: Uint32Array,
  deals: number,
  level: number,
  rng: Rng,
): Steps<Interval> {
  const pool = Uint32Array.from([...ranksA, ...ranksB]);
  const dealt = { ...tally, a: new Float64Array(tally.a.length), b: new Float64Array(tally.b.length) };
  const deltas = new Float64Array(deals);
  for (let k = 0; k < deals; k++) {
    if (k % STEP === STEP - 1) yield;
    dealt.a.fill(0);
    dealt.b.fill(0);
    for (let i = 0; i < pool.length; i++) {
      const j = i + Math.floor(rng() * (pool.length - i));
      const rank = pool[j]!;
      pool[j] = pool[i]!;
      pool[i] = rank;
      (i < ranksA.length ? dealt.a : dealt.b)[rank]! += 1;
    }
    deltas[k] = tallyDelta(dealt)!;
  }
  deltas.sort();
  const at = (p: number) => deltas[Math.min(deals - 1, Math.floor(p * deals))]!;
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

export function tallyOf(first: readonly number[], second: readonly number[]) {
  const values = Float64Array.from(new Set([...first, ...second])).sort();
  const rankOf = new Map(Array.from(values, (v, r) => [v, r]));
  const ranks = (sample: readonly number[]) => Uint32Array.from(sample, (v) => rankOf.get(v)!);
  const counts = (of: Uint32Array) => {
    const out = new Float64Array(values.length);
    for (const r of of) out[r]! += 1;
    return out;
  };
  const [ranksA, ranksB] = [ranks(first), ranks(second)];
  return { tally: { values, a: counts(ranksA), b: counts(ranksB) }, ranksA, ranksB };
}

function draw(ranks: Uint32Array, into: Float64Array, rng: Rng): void {
  into.fill(0);
  for (let i = 0; i < ranks.length; i++) into[ranks[Math.floor(rng() * ranks.length)]!]! += 1;
}

/** â = Σ_s Σ_i (l_i / n_s)³ / 6 (Σ_s Σ_i (l_i / n_s)²)^1.5 with the jackknife's l_i = (n_s − 1)(θ − θ₍₋ᵢ₎). */
export function acceleration(tally: Tally, statistic: (t: Tally) => number | null, estimate: number): number {
  let squares = 0;
  let cubes = 0;
  for (const side of ["a", "b"] as const) {
    const counts = tally[side];
    const n = total(counts);
    const without = { ...tally, [side]: counts.slice() } as Tally;
    for (let r = 0; r < counts.length; r++) {
      if (counts[r] === 0) continue;
      without[side][r]! -= 1;
      const left = statistic(without);
      without[side][r]! += 1;
      if (left === null) continue;
      const influence = ((n - 1) * (estimate - left)) / n;
      squares += counts[r]! * influence ** 2;
      cubes += counts[r]! * influence ** 3;
    }
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

function mean(values: Float64Array, counts: Float64Array, n: number): number {
  let sum = 0;
  for (let r = 0; r < values.length; r++) sum += values[r]! * counts[r]!;
  return sum / n;
}

function total(counts: Float64Array): number {
  let sum = 0;
  for (let r = 0; r < counts.length; r++) sum += counts[r]!;
  return sum;
}
