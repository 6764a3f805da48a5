import { argmax, drops, type ImageRecord, influences, type MapSums, scoreOf } from "../record";

/**
 * Relevance mass and rank accuracy (Arras 2022) with the truth of an intervention as ground truth: the region is the
 * part whose removal costs most.
 */
export interface Localisation {
  /** Share of all positive relevance that lies in the part. Channels are summed before signs are parted. */
  mass: number;
  /** Of the map's N highest pixels, the share in the part, N being its size. */
  rank: number;
  /** The part's share of the picture: what a blind map gets. */
  area: number;
}

/** The part whose removal lowers the score most; null where no part's removal matters. */
export function decisivePart(record: ImageRecord): number | null {
  const whole = scoreOf(record.without[0]!, record.target);
  const found = drops(record, record.without, record.target);
  const best = argmax(found);
  return influences(whole, whole - found[best]!) ? record.visible[best]! : null;
}

export function localisation({ parts }: MapSums, part: number): Localisation {
  const region = parts[part]!;
  const positive = parts.reduce((sum, p) => sum + p.positive, 0);
  const pixels = parts.reduce((sum, p) => sum + p.n, 0);
  return {
    mass: positive > 0 ? region.positive / positive : 0,
    rank: region.hits / region.n,
    area: region.n / pixels,
  };
}

/** Of the map's N highest pixels, how many lie in each region of N pixels. `labels` [H·W], region of each pixel. */
export function hitsOf(map: Float32Array, labels: Uint8Array, regions: number): number[] {
  const order = Uint32Array.from(map, (_, i) => i).sort((a, b) => map[b]! - map[a]!);
  const pixels = new Array<number>(regions).fill(0);
  for (const label of labels) if (label < regions) pixels[label]!++;
  return pixels.map((n, region) => {
    let hits = 0;
    for (let i = 0; i < n; i++) if (labels[order[i]!] === region) hits++;
    return hits;
  });
}
