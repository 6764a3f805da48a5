/** Of every layout the project shares: without one seed there is no one map. */
export const LAYOUT_SEED = 1;

/** What a canonical layout is a function of. Everybody with the same key looks at the same map. */
export interface LayoutIdentity {
  /** One entry per image; order does not matter. */
  images: readonly { id: string; scores: readonly (number | null)[] }[];
  /** Per part position; only their proportions matter to the similarity, and so to the key. */
  weights: readonly number[];
  method: "t-sne" | "pca";
  seed: number;
}

/** The address of a layout: method and 128 hash bits, e.g. `t-sne-0f…`. Scores are compared to six decimals. */
export function layoutKey({ images, weights, method, seed }: LayoutIdentity): string {
  const largest = Math.max(...weights, 0) || 1;
  const lines = images
    .map(({ id, scores }) => `${id}:${scores.map((s) => (s === null ? "-" : rounded(s))).join(",")}`)
    .sort();
  const text = [method, seed, weights.map((w) => rounded(w / largest)).join(","), ...lines].join("\n");
  return `${method}-${hash128(text)}`;
}

const rounded = (value: number) => (Math.round(value * 1e6) || 0).toString();

/** Four independent 32-bit multiply–xor hashes of the text, as hex. Not for secrets. */
function hash128(text: string): string {
  const multipliers = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];
  const states = [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15, 0x165667b1];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    for (let s = 0; s < 4; s++) {
      const mixed = Math.imul(states[s]! ^ unit, multipliers[s]!);
      states[s] = mixed ^ (mixed >>> 15);
    }
  }
  return states.map((s) => (s >>> 0).toString(16).padStart(8, "0")).join("");
}
