import { includedParts } from "@/core/analysis/parts/included";
import { contributionScores, type ScoreUnits } from "@/core/analysis/scores/contribution";
import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { Part } from "@/core/domain/parts";

export interface ScoreRow {
  part: Part;
  /** Fraction of 1; null when the part has none, which `note` explains. */
  score: number | null;
  /** The same of the last frozen revision. */
  before: number | null;
  note: string | null;
}

export interface ScoreTable {
  rows: ScoreRow[];
  /** The fraction at the end of the axis, the same to both sides. */
  extent: number;
  /** False when the rule gives this image no score. */
  defined: boolean;
}

const NOTES = {
  absent: "absent",
  excluded: "not scored",
  undefined: "undefined",
  scored: null,
} as const;

/** The bars of one image in the given units. `sums` are in the order of part positions. */
export function scoreTable(
  parts: readonly Part[],
  sums: readonly PartSums[],
  before: readonly PartSums[] | null,
  { normalisation, aggregation }: ScoreUnits,
  backgroundInScores: boolean,
): ScoreTable {
  const include = includedParts(parts, backgroundInScores);
  const score = (of: readonly PartSums[]) => contributionScores(of, { normalisation, aggregation, include });
  const now = score(sums);
  const then = before && before.length === sums.length ? score(before) : null;
  const rows = [...parts]
    .sort((a, b) => a.position - b.position)
    .map(
      (part): ScoreRow => ({
        part,
        score: now.scores[part.position] ?? null,
        before: then?.scores[part.position] ?? null,
        note: NOTES[now.status[part.position] ?? "absent"],
      }),
    );
  const largest = Math.max(0, ...rows.flatMap((r) => [Math.abs(r.score ?? 0), Math.abs(r.before ?? 0)]));
  return { rows, extent: axisExtent(largest), defined: now.defined };
}

/** A round axis end: it moves in steps, so that bars do not swim while a vertex is dragged. */
export function axisExtent(largest: number): number {
  if (largest <= 0.5) return 0.5;
  if (largest <= 1) return 1;
  return Math.ceil(largest * 2) / 2;
}

/** “+39.2 %”, with a true minus sign. */
export function percent(score: number): string {
  const value = (Math.abs(score) * 100).toFixed(1);
  return `${value === "0.0" ? "" : score > 0 ? "+" : "−"}${value} %`;
}
