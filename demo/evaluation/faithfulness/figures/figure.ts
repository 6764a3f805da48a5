import { average, bcaMeanInterval } from "@/core/analysis/comparison/bootstrap";
import { importances, type Scoring } from "../importance";
import type { ImageRecord, MapSums } from "../record";

/** A mean over images with its 95 % bootstrap interval (BCa over images). */
export interface Figure {
  mean: number;
  low: number;
  high: number;
  n: number;
}

export const rounded = (v: number): number => Math.round(v * 1e4) / 1e4;

/** Images for which the value is undefined (null) are left out; null where none is left. */
export function figureOf(values: readonly (number | null)[]): Figure | null {
  const known = values.filter((v): v is number => v !== null && Number.isFinite(v));
  if (known.length === 0) return null;
  const mean = average(known);
  const interval = bcaMeanInterval(known) ?? { low: mean, high: mean };
  return { mean: rounded(mean), low: rounded(interval.low), high: rounded(interval.high), n: known.length };
}

/** Scores of the visible parts of one map. */
export function visibleScores(record: ImageRecord, { parts }: MapSums, scoring: Scoring): number[] {
  return importances(
    record.visible.map((part) => parts[part]!),
    scoring,
  );
}

export function scoresOf(record: ImageRecord, method: string, scoring: Scoring): number[] {
  return visibleScores(record, record.maps[method]!.target, scoring);
}
