import { combine, jaccard } from "../selection/sets";
import { percent } from "./percent";

export interface Overlap {
  /** |A ∩ B| */
  shared: number;
  /** |A ∩ B| / |A ∪ B|; 1 for two empty groups. */
  jaccard: number;
  /** |A| |B| / N: how many two independent groups of these sizes share on average. */
  expected: number;
  /** P(X ≥ |A ∩ B|), X hypergeometric: how often independent groups of these sizes share as many or more. */
  atLeast: number;
}

/** How much two groups of images out of `universe` have in common. @throws RangeError for groups larger than that. */
export function overlap(first: readonly string[], second: readonly string[], universe: number): Overlap {
  const [a, b] = [new Set(first).size, new Set(second).size];
  const shared = combine("intersection", first, second).length;
  if (a + b - shared > universe)
    throw new RangeError(`The groups hold ${a + b - shared} images, more than the ${universe} there are.`);
  return {
    shared,
    jaccard: jaccard(first, second),
    expected: universe === 0 ? 0 : (a * b) / universe,
    atLeast: hypergeometricTail(shared, a, b, universe),
  };
}

/** “They share 3 images (Jaccard 0.07). …”: what that is worth beside independent groups, as a sentence. */
export function overlapWords({ shared, jaccard: index, expected, atLeast }: Overlap): string {
  const chance = `independent groups of these sizes would share ${expected.toFixed(1)} on average`;
  if (shared === 0) return `They share no image; ${chance}.`;
  return `They share ${shared} ${shared === 1 ? "image" : "images"} (Jaccard ${index.toFixed(2)}); ${chance}, and as many or more in ${percent(atLeast, 1)} of cases.`;
}

/** P(X ≥ k) for X of `drawn` without replacement out of `universe`, of which `marked` count. */
export function hypergeometricTail(k: number, marked: number, drawn: number, universe: number): number {
  const least = Math.max(0, marked + drawn - universe);
  const most = Math.min(marked, drawn);
  if (k <= least) return 1;
  if (k > most) return 0;
  const log = logFactorials(universe);
  const choose = (n: number, r: number) => log[n]! - log[r]! - log[n - r]!;
  const all = choose(universe, drawn);
  let tail = 0;
  for (let x = most; x >= k; x--)
    tail += Math.exp(choose(marked, x) + choose(universe - marked, drawn - x) - all);
  return Math.min(1, tail);
}

/** ln 0!, ln 1!, … ln n! */
function logFactorials(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) out[i] = out[i - 1]! + Math.log(i);
  return out;
}
