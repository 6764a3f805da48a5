export const SET_OPERATIONS = ["union", "intersection", "difference"] as const;
export type SetOperation = (typeof SET_OPERATIONS)[number];

/** Members of both selections put together; order follows `a`, then `b`; no member twice. */
export function combine(operation: SetOperation, a: readonly string[], b: readonly string[]): string[] {
  const inB = new Set(b);
  switch (operation) {
    case "union":
      return [...new Set([...a, ...b])];
    case "intersection":
      return [...new Set(a)].filter((id) => inB.has(id));
    case "difference":
      return [...new Set(a)].filter((id) => !inB.has(id));
  }
}

/** |A ∩ B| / |A ∪ B|; 1 for two empty selections. */
export function jaccard(a: readonly string[], b: readonly string[]): number {
  const union = combine("union", a, b).length;
  return union === 0 ? 1 : combine("intersection", a, b).length / union;
}
