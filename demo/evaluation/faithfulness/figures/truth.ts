import { spearman } from "@partwise/explain";
import { DEMO_PARTS } from "../../../collection";
import type { Scoring } from "../importance";
import { backgroundIndependence, minimalSufficientSets } from "../measures/funny-birds";
import { decisivePart } from "../measures/localisation";
import { areaBounds } from "../measures/removal-curve";
import { argmax, decidesForTarget, drops, type ImageRecord, shapleyValues } from "../record";
import { type Figure, figureOf, scoresOf } from "./figure";

/** What the interventions say of the network itself, without any explanation. */
export interface TruthFigures {
  /** Fall of the explained class's logit without the part, with and without the chair in the picture. */
  parts: {
    part: string;
    drop: Figure | null;
    withChair: Figure | null;
    first: number;
    share: Figure | null;
  }[];
  backgroundIndependence: { all: Figure | null; withChair: Figure | null; withoutChair: Figure | null };
  /** ρ of single drops with Shapley values: how far one truth agrees with the other. */
  dropWithShapley: Figure | null;
  /** ρ of the true drops per pixel with nothing but how small the parts are. */
  smallnessWithDensity: Figure | null;
  /** Area over the curve of the best order of removal and of a blind one. */
  curve: { best: Figure | null; blind: Figure | null };
  /** Area share of the part that costs most: what a blind map gets for mass and rank accuracy. */
  decisiveArea: Figure | null;
  /** Decided images for which the empty grey picture already gets the same decision; they have no CSDC. */
  emptySuffices: number;
  decided: number;
}

/** How many images each part comes first in. */
export interface FirstPlaces {
  label: string;
  counts: Record<string, number>;
}

export function firstPlaces(
  records: readonly ImageRecord[],
  label: string,
  of: (record: ImageRecord) => number[],
): FirstPlaces {
  const counts: Record<string, number> = Object.fromEntries(DEMO_PARTS.map((part) => [part, 0]));
  for (const r of records) counts[DEMO_PARTS[r.visible[argmax(of(r))]!]!]!++;
  return { label, counts };
}

export const firstPlacesOf = (records: readonly ImageRecord[], label: string, id: string, scoring: Scoring) =>
  firstPlaces(records, label, (r) => scoresOf(r, id, scoring));

const trueDrops = (r: ImageRecord) => drops(r, r.without, r.target);

export function truthFigures(records: readonly ImageRecord[]): TruthFigures {
  const chair = records.filter((r) => r.stratum === "cat with the chair");
  const others = records.filter((r) => r.stratum !== "cat with the chair");
  const decided = records.filter(decidesForTarget);
  const bounds = decided.map((r) => areaBounds(r.without, r.target, r.visible));
  const first = firstPlaces(records, "truth", trueDrops);
  const dropOf = (list: readonly ImageRecord[], part: number) =>
    figureOf(list.map((r) => trueDrops(r)[r.visible.indexOf(part)] ?? null));
  const sizes = (r: ImageRecord) => Object.values(r.maps)[0]!.target.parts;
  const areaOf = (r: ImageRecord, part: number) => {
    const all = sizes(r).reduce((sum, p) => sum + p.n, 0);
    return sizes(r)[part]!.n / all;
  };
  return {
    parts: DEMO_PARTS.map((part, k) => ({
      part,
      drop: dropOf(others, k),
      withChair: dropOf(chair, k),
      first: first.counts[part]!,
      share: figureOf(records.map((r) => (r.visible.includes(k) ? areaOf(r, k) : null))),
    })),
    backgroundIndependence: {
      all: figureOf(records.map(backgroundIndependence)),
      withChair: figureOf(chair.map(backgroundIndependence)),
      withoutChair: figureOf(others.map(backgroundIndependence)),
    },
    dropWithShapley: figureOf(
      records.map((r) => spearman(trueDrops(r), shapleyValues(r, r.without, r.target))),
    ),
    smallnessWithDensity: figureOf(
      records.map((r) => {
        const pixels = r.visible.map((part) => sizes(r)[part]!.n);
        const density = trueDrops(r).map((d, i) => d / pixels[i]!);
        return spearman(
          pixels.map((n) => -n),
          density,
        );
      }),
    ),
    curve: { best: figureOf(bounds.map((b) => b.best)), blind: figureOf(bounds.map((b) => b.blind)) },
    decisiveArea: figureOf(
      records.map((r) => {
        const part = decisivePart(r);
        return part === null ? null : areaOf(r, part);
      }),
    ),
    emptySuffices: decided.filter((r) => minimalSufficientSets(r).includes(0)).length,
    decided: decided.length,
  };
}
