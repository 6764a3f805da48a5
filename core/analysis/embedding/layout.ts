import { seededRng } from "../random";
import { pickRows, scoreRows, type UnitRows, weightedUnitRows } from "../vectors/matrix";
import { pairIndex, squaredDistances } from "../vectors/similarity";
import { affinities } from "./affinities";
import { klDivergence } from "./gradient";
import { pca, pcaStart } from "./pca";
import { displacement, procrustes } from "./procrustes";
import { type NeighbourQuality, neighbourQuality } from "./quality";
import { COLD_START, type TsneOptions, tsne, WARM_START } from "./tsne";

export type LayoutMethod = "t-sne" | "pca";
export type Point = readonly [x: number, y: number];

export interface LayoutRequest {
  /** Shown scores per image, per part position; null counts as 0. */
  scores: readonly (readonly (number | null)[])[];
  weights: readonly number[];
  method: LayoutMethod;
  seed: number;
  perplexity?: number;
  /**
   * Present positions per image, null for images that have none yet: the layout then starts there and moves
   * as little as it can. Without it t-SNE starts from PCA.
   */
  start?: readonly (Point | null)[];
  /** Run to the end (as many iterations as a first layout) even from present positions. */
  settle?: boolean;
}

export interface LayoutFrame {
  /** 0…1. */
  progress: number;
  /** One point per image of the request. Only relative positions mean anything. */
  positions: Point[];
}

export interface LayoutQuality extends Omit<NeighbourQuality, "pointTrust"> {
  /** KL(P‖Q) in nats; null for methods that do not minimise it. */
  kl: number | null;
  /** Travel from the start's positions, in radii of that map; null without a start. */
  displacement: number | null;
}

export interface LayoutResult extends LayoutFrame {
  quality: LayoutQuality;
  /** Trustworthiness per image; null for images drawn apart. */
  pointTrust: (number | null)[];
  /** True for images whose weighted vector is zero: similar to nothing, drawn apart below the map. */
  apart: boolean[];
}

export const DEFAULT_PERPLEXITY = 30;

/** Lays out images under weighted cosine similarity (Eq. 6); yields frames, returns the settled map. */
export function* computeLayout(request: LayoutRequest): Generator<LayoutFrame, LayoutResult> {
  const all = weightedUnitRows(scoreRows(request.scores, request.weights.length), request.weights);
  const members = Array.from({ length: all.n }, (_, i) => i).filter((i) => !all.zero[i]);
  const rows = pickRows(all, members);
  const before = present(request.start, members);
  const squared = squaredDistances(rows);
  const spread = (y: Float64Array) => placeApart(y, members, all.n);

  let y: Float64Array;
  let kl: number | null = null;
  if (request.method === "pca" || rows.n < 3) {
    y = pca(rows);
  } else {
    const p = affinities(squared, rows.n, request.perplexity ?? DEFAULT_PERPLEXITY);
    const start = before
      ? fillIn(before.positions, before.known, squared)
      : pcaStart(rows, seededRng(request.seed));
    y = start;
    for (const frame of tsne(p, start, options(before !== null, request.settle))) {
      y = before ? procrustes(frame.positions, before.positions, before.known) : frame.positions;
      yield { progress: frame.iteration / frame.iterations, positions: spread(y) };
    }
    kl = klDivergence(p, y);
  }
  if (before) y = procrustes(y, before.positions, before.known);
  const moved = before ? displacement(before.positions, y, before.known) : null;
  return { progress: 1, positions: spread(y), ...judge(all, members, squared, y, kl, moved) };
}

function judge(
  all: UnitRows,
  members: readonly number[],
  squared: Float64Array,
  y: Float64Array,
  kl: number | null,
  moved: number | null,
): Omit<LayoutResult, keyof LayoutFrame> {
  const { pointTrust, ...neighbours } = neighbourQuality(squared, y);
  const trust: (number | null)[] = new Array(all.n).fill(null);
  members.forEach((image, i) => {
    trust[image] = pointTrust[i]!;
  });
  return {
    quality: { ...neighbours, kl, displacement: moved },
    pointTrust: trust,
    apart: Array.from(all.zero, (z) => z === 1),
  };
}

/**
 * How good given positions are under a request's similarity: for a canonical layout somebody else computed.
 * `positions` has one point per image of the request.
 */
export function assessLayout(
  request: Pick<LayoutRequest, "scores" | "weights" | "method" | "perplexity">,
  positions: readonly Point[],
): LayoutResult {
  const all = weightedUnitRows(scoreRows(request.scores, request.weights.length), request.weights);
  const members = Array.from({ length: all.n }, (_, i) => i).filter((i) => !all.zero[i]);
  const squared = squaredDistances(pickRows(all, members));
  const y = new Float64Array(2 * members.length);
  members.forEach((image, i) => {
    y.set(positions[image]!, 2 * i);
  });
  const minimisesKl = request.method === "t-sne" && members.length >= 3;
  const kl = minimisesKl
    ? klDivergence(affinities(squared, members.length, request.perplexity ?? DEFAULT_PERPLEXITY), y)
    : null;
  return { progress: 1, positions: [...positions], ...judge(all, members, squared, y, kl, null) };
}

function options(warm: boolean, settle: boolean | undefined): TsneOptions {
  if (!warm) return COLD_START;
  return settle ? { ...WARM_START, iterations: COLD_START.iterations } : WARM_START;
}

/** Present positions of the members, and which of them are known; null when fewer than three are. */
function present(start: LayoutRequest["start"], members: readonly number[]) {
  if (!start) return null;
  const positions = new Float64Array(2 * members.length);
  const known: number[] = [];
  members.forEach((image, i) => {
    const point = start[image];
    if (!point) return;
    positions.set(point, 2 * i);
    known.push(i);
  });
  return known.length >= 3 ? { positions, known } : null;
}

/** A new image starts beside the known one most similar to it. */
function fillIn(positions: Float64Array, known: readonly number[], squared: Float64Array): Float64Array {
  const n = positions.length / 2;
  const out = positions.slice();
  const isKnown = new Set(known);
  for (let i = 0; i < n; i++) {
    if (isKnown.has(i)) continue;
    let best = known[0]!;
    let least = Infinity;
    for (const j of known) {
      const [a, b] = i < j ? [i, j] : [j, i];
      const d = squared[pairIndex(n, a, b)]!;
      if (d < least) {
        least = d;
        best = j;
      }
    }
    // A small step aside, different for each, so that points at one place can part.
    out[2 * i] = positions[2 * best]! + 0.01 * Math.cos(i);
    out[2 * i + 1] = positions[2 * best + 1]! + 0.01 * Math.sin(i);
  }
  return out;
}

/** Positions of all images: members where the map puts them, the others in rows below it. */
function placeApart(y: Float64Array, members: readonly number[], n: number): Point[] {
  const out: Point[] = new Array(n);
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  members.forEach((image, i) => {
    const [px, py] = [y[2 * i]!, y[2 * i + 1]!];
    out[image] = [px, py];
    left = Math.min(left, px);
    right = Math.max(right, px);
    bottom = Math.min(bottom, py);
    top = Math.max(top, py);
  });
  if (members.length === 0) [left, right, bottom, top] = [-1, 1, 0, 1];
  const step = Math.max(right - left, top - bottom, 1e-9) / 24;
  let placed = 0;
  for (let image = 0; image < n; image++) {
    if (out[image]) continue;
    out[image] = [left + (placed % 24) * step, bottom - step * (2.5 + Math.floor(placed / 24))];
    placed++;
  }
  return out;
}
