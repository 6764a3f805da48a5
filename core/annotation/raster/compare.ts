/** How the region of one part differs between two label rasters of the same frame, in pixels. */
export interface PartChange {
  before: number;
  after: number;
  /** Pixels it owns in both. */
  both: number;
}

/**
 * Compares two label rasters (SPEC.md P1), pixel by pixel, for the part positions 0 … `count` − 1.
 * @throws RangeError when the rasters are not of the same frame.
 */
export function partChanges(before: Uint8Array, after: Uint8Array, count: number): PartChange[] {
  if (before.length !== after.length) throw new RangeError("The label rasters are of different frames.");
  const own = { before: new Uint32Array(256), after: new Uint32Array(256), both: new Uint32Array(256) };
  for (let i = 0; i < after.length; i++) {
    const a = before[i]!;
    const b = after[i]!;
    own.before[a]!++;
    own.after[b]!++;
    if (a === b) own.both[a]!++;
  }
  return Array.from({ length: count }, (_, k) => ({
    before: own.before[k]!,
    after: own.after[k]!,
    both: own.both[k]!,
  }));
}

/** Intersection over union of the two regions, 0…1; null where the part has no pixel in either. */
export function overlap({ before, after, both }: PartChange): number | null {
  const union = before + after - both;
  return union === 0 ? null : both / union;
}
