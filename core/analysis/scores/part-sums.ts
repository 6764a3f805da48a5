/** The label of a pixel that belongs to no part: cut off by a centre crop, or padding. */
export const NO_PART = 255;

/**
 * What one part's region holds of the relevance map: everything a contribution score needs, so a map need
 * not be read again when the normalisation changes. Units are those of the map (logit units for LRP).
 */
export interface PartSums {
  /** Pixels of the region in the model's frame. */
  n: number;
  /** Σ R over the region. */
  sum: number;
  /** Σ max(R, 0) over the region. */
  positive: number;
  /** Σ min(R, 0) over the region; never above 0. */
  negative: number;
}

/**
 * Sums relevance per part in one pass. `relevance` and `labels` are H×W, row-major, in the model's frame;
 * a label is a part's position, and `NO_PART` (or any label ≥ `partCount`) is counted nowhere.
 * Returns one entry per part position. Throws a RangeError when the two maps differ in size.
 */
export function partSums(relevance: Float32Array, labels: Uint8Array, partCount: number): PartSums[] {
  if (relevance.length !== labels.length) {
    throw new RangeError(
      `The relevance map has ${relevance.length} pixels and the part raster ${labels.length}; rasterise the parts in the model's frame.`,
    );
  }
  if (!Number.isInteger(partCount) || partCount < 0 || partCount > NO_PART) {
    throw new RangeError(`A raster of bytes holds 0 to ${NO_PART} parts, not ${partCount}.`);
  }
  const n = new Float64Array(partCount);
  const positive = new Float64Array(partCount);
  const negative = new Float64Array(partCount);
  for (let i = 0; i < relevance.length; i++) {
    const k = labels[i]!;
    if (k >= partCount) continue;
    const r = relevance[i]!;
    n[k]! += 1;
    if (r > 0) positive[k]! += r;
    else negative[k]! += r;
  }
  return Array.from({ length: partCount }, (_, k) => ({
    n: n[k]!,
    sum: positive[k]! + negative[k]!,
    positive: positive[k]!,
    negative: negative[k]!,
  }));
}
