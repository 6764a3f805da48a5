import type { Logits } from "../intervene";
import { descending } from "./rank";

/**
 * IROF on parts (Rieger & Hansen 2020): parts are taken away in the order of their scores, and the faster the class's
 * probability falls, the better the order.
 */

/** Softmax probability of one class. */
export function probability(logits: Logits, target: number): number {
  const top = logits.reduce((m, v) => Math.max(m, v), -Infinity);
  const sum = logits.reduce((s, v) => s + Math.exp(v - top), 0);
  return Math.exp(logits[target]! - top) / sum;
}

/** Probability left, as a share of the untouched picture's, by mask of parts taken away. */
function remaining(lattice: Record<number, Logits>, target: number): (mask: number) => number {
  const whole = probability(lattice[0]!, target);
  return (mask) => probability(lattice[mask]!, target) / whole;
}

/** Area over the curve: the mean of 1 − p(l) / p(0) after 1 … K removals. `order` holds parts, the first removed first. */
export function areaOverCurve(
  lattice: Record<number, Logits>,
  target: number,
  order: readonly number[],
): number {
  const left = remaining(lattice, target);
  let mask = 0;
  let area = 0;
  for (const part of order) {
    mask |= 1 << part;
    area += 1 - left(mask);
  }
  return area / order.length;
}

export function areaOf(
  lattice: Record<number, Logits>,
  target: number,
  visible: readonly number[],
  scores: readonly number[],
): number {
  return areaOverCurve(
    lattice,
    target,
    descending(scores).map((i) => visible[i]!),
  );
}

/** The area of the best order there is, and the mean over all orders: what a perfect and a blind method would get. */
export function areaBounds(
  lattice: Record<number, Logits>,
  target: number,
  visible: readonly number[],
): { best: number; blind: number } {
  const left = remaining(lattice, target);
  const masks = Object.keys(lattice).map(Number);
  const size = (mask: number) => visible.filter((p) => mask & (1 << p)).length;
  // Best area reachable on the way to each set, smaller sets first.
  const best = new Map<number, number>([[0, 0]]);
  const bySize = new Map<number, number[]>();
  for (const mask of masks.filter((m) => m !== 0).sort((a, b) => size(a) - size(b))) {
    const before = visible.filter((p) => mask & (1 << p)).map((p) => best.get(mask & ~(1 << p))!);
    best.set(mask, Math.max(...before) + 1 - left(mask));
    const list = bySize.get(size(mask)) ?? [];
    list.push(1 - left(mask));
    bySize.set(size(mask), list);
  }
  const all = visible.reduce((mask, p) => mask | (1 << p), 0);
  const blind = [...bySize.values()].reduce((sum, l) => sum + l.reduce((s, v) => s + v, 0) / l.length, 0);
  return { best: best.get(all)! / visible.length, blind: blind / visible.length };
}
