import type { ClassGroupInput, ClassScore } from "@/core/domain/classes";

type Logits = ArrayLike<number>;

/** Probabilities of all classes; stable for large logits. */
export function softmax(logits: Logits): Float64Array {
  const out = new Float64Array(logits.length);
  let max = -Infinity;
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i]!);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    out[i] = Math.exp(logits[i]! - max);
    sum += out[i]!;
  }
  for (let i = 0; i < out.length; i++) out[i]! /= sum;
  return out;
}

/** The `k` best classes, best first; equal scores in order of index. Unknown names read “class 12”. */
export function topK(logits: Logits, names: readonly string[], k: number): ClassScore[] {
  const probabilities = softmax(logits);
  return Array.from(probabilities.keys())
    .sort((a, b) => logits[b]! - logits[a]! || a - b)
    .slice(0, k)
    .map((index) => classScore(index, logits, probabilities, names));
}

/**
 * The class an image is explained for: the highest-scoring class of the target group, even when the best
 * class of all is another. Throws a RangeError when the group has no class the network knows.
 */
export function explainedClass(
  logits: Logits,
  target: Pick<ClassGroupInput, "name" | "classIndices">,
  names: readonly string[],
): ClassScore {
  let best = -1;
  for (const index of target.classIndices) {
    if (index < 0 || index >= logits.length) continue;
    if (best < 0 || logits[index]! > logits[best]! || (logits[index] === logits[best] && index < best))
      best = index;
  }
  if (best < 0) {
    throw new RangeError(
      `No class of the target group “${target.name}” is among the network's ${logits.length} classes; add one to the group.`,
    );
  }
  return classScore(best, logits, softmax(logits), names);
}

/** Position in `groups` of the group the top-1 class belongs to; a class in no group counts as the last. */
export function groupOfTop1(top1: number, groups: readonly Pick<ClassGroupInput, "classIndices">[]): number {
  const own = groups.findIndex((g) => g.classIndices.includes(top1));
  return own >= 0 ? own : groups.length - 1;
}

function classScore(
  index: number,
  logits: Logits,
  probabilities: Float64Array,
  names: readonly string[],
): ClassScore {
  return {
    index,
    name: names[index] ?? `class ${index}`,
    score: logits[index]!,
    probability: probabilities[index]!,
  };
}
