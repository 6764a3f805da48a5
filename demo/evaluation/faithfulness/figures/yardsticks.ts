import { drops, type ImageRecord, type MapSums, type RegionSums, scoreOf, shapleyValues } from "../record";

/**
 * Yardsticks among the methods. Two know the answer: what a perfect part score would reach under each measure. One knows
 * nothing but how large the parts are: a method has to beat it before its order of parts says anything.
 */
export const YARDSTICKS = [
  { id: "true-drop", label: "the true drop itself" },
  { id: "true-shapley", label: "true Shapley values" },
  { id: "area", label: "area alone (an even map)" },
] as const;

const region = (value: number, n: number): RegionSums => ({
  n,
  sum: value,
  positive: Math.max(value, 0),
  negative: Math.min(value, 0),
  hits: 0,
});

function areaMap(like: MapSums): MapSums {
  const even = ({ n }: RegionSums) => region(n, n);
  return { parts: like.parts.map(even), scenery: like.scenery.map(even) };
}

function mapFrom(record: ImageRecord, values: readonly number[], target: number, like: MapSums): MapSums {
  const whole = scoreOf(record.without[0]!, target);
  const known = new Map(record.visible.map((part, i) => [part, values[i]!]));
  return {
    parts: like.parts.map(({ n }, k) => region(known.get(k) ?? 0, n)),
    scenery: record.scenery.map((s) => region(whole - scoreOf(s.logits, target), s.pixels)),
  };
}

/** The record with the yardsticks among its maps; their scores are meant to be summed. */
export function withYardsticks(record: ImageRecord): ImageRecord {
  const like = Object.values(record.maps)[0]!.target;
  const both = (values: (target: number) => number[]) => ({
    target: mapFrom(record, values(record.target), record.target, like),
    rival: mapFrom(record, values(record.rival), record.rival, like),
  });
  return {
    ...record,
    maps: {
      ...record.maps,
      "true-drop": both((target) => drops(record, record.without, target)),
      area: { target: areaMap(like), rival: areaMap(like) },
      "true-shapley": both((target) => shapleyValues(record, record.without, target)),
    },
  };
}
