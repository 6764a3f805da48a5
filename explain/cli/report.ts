import { balance, conservation, type PartScore, partScores, sumChannels } from "../measures";
import type { Timings } from "../runtime/index";
import type { MethodOutcome, PartValue } from "../runtime/methods/types";

export interface ItemReport {
  readonly classes: readonly { readonly index: number; readonly name: string; readonly score: number }[];
  readonly target: number;
  /** Pre-softmax score of the target. */
  readonly score: number;
  readonly relevanceSum: number;
  readonly conservation: number;
  readonly balance: number;
  readonly timings: Timings;
  readonly parts?: readonly PartScore[];
  /** Integrated gradients: relative completeness error. */
  readonly completeness?: number;
  /** part-shapley: the value of every part. */
  readonly shapley?: readonly PartValue[];
  /** Relevance with the channels summed, `[H·W]`; not printed. */
  readonly map: Float32Array;
}

interface Item {
  readonly logits: Float32Array;
  readonly relevance: Float32Array;
  readonly channels: number;
  readonly target: number;
  readonly names: readonly string[];
  readonly labels: Uint8Array | null;
  readonly timings: Timings;
  readonly outcome?: MethodOutcome;
}

const TOP = 5;

/** The figures of one explained image. Without parts every pixel counts as a part of its own in the balance. */
export function report({
  logits,
  relevance,
  channels,
  target,
  names,
  labels,
  timings,
  outcome,
}: Item): ItemReport {
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const classes = order
    .slice(0, TOP)
    .map((index) => ({ index, name: names[index] || `class ${index}`, score: logits[index]! }));
  const map = sumChannels(relevance, channels);
  const relevanceSum = map.reduce((sum, v) => sum + v, 0);
  const score = logits[target]!;
  const parts = labels ? partScores(map, labels) : undefined;
  return {
    classes,
    target,
    score,
    relevanceSum,
    conservation: conservation(relevanceSum, score),
    balance: balance(parts ? parts.map((p) => p.mean) : map),
    timings,
    ...(parts ? { parts } : {}),
    ...(outcome?.completeness !== undefined ? { completeness: outcome.completeness } : {}),
    ...(outcome?.parts ? { shapley: outcome.parts } : {}),
    map,
  };
}

/** The same for people. */
export function textOf(item: ItemReport): string {
  const lines = [
    ...item.classes.map(
      (c) => `${c.index === item.target ? ">" : " "} ${c.score.toFixed(3).padStart(9)}  ${c.name}`,
    ),
    `target ${item.target}, score ${item.score.toFixed(4)}, relevance ${item.relevanceSum.toFixed(4)}`,
    `conservation ${(100 * item.conservation).toFixed(1)} %, balance ${item.balance.toFixed(3)}`,
    ...(item.parts ?? []).map((p) => `part ${p.index}: ${(100 * p.score).toFixed(1)} % (${p.pixels} pixels)`),
  ];
  return `${lines.join("\n")}\n`;
}
