import { spearman } from "@partwise/explain";
import { average } from "@/core/analysis/comparison/bootstrap";
import { SCORINGS, type Scoring } from "../importance";
import {
  controlledSyntheticDataCheck,
  deletionCheck,
  distractibility,
  importantOnes,
  minimalSufficientSets,
  preservationCheck,
  THRESHOLDS,
  targetSensitivity,
} from "../measures/funny-birds";
import { decisivePart, localisation } from "../measures/localisation";
import { kendall } from "../measures/rank";
import { areaOf } from "../measures/removal-curve";
import {
  argmax,
  decidesForTarget,
  drops,
  type FILL_NAMES,
  type ImageRecord,
  scoreOf,
  shapleyValues,
  signAgreement,
} from "../record";
import { type Figure, figureOf, rounded, scoresOf, visibleScores } from "./figure";

export interface RankFigures {
  /** Spearman's ρ and Kendall's τ-b with the true single drops. */
  drop: Figure | null;
  tau: Figure | null;
  /** ρ with the true Shapley values. */
  shapley: Figure | null;
  /** ρ with the true drops per pixel of the part: the question the mean answers. */
  density: Figure | null;
  /** Share of images whose highest part is the one whose removal costs most. */
  first: Figure | null;
  /** Of parts whose removal changes the score by 5 % or more, up or down, the share whose score has the right sign. */
  sign: Figure | null;
}

export interface FunnyBirdsFigures {
  threshold: number;
  csdc: Figure | null;
  pc: Figure | null;
  dc: Figure | null;
  d: Figure | null;
  sd: Figure | null;
  ts: Figure | null;
  /** ((CSDC + PC + DC) / 3 + D) / 2 */
  completeness: number;
  /** SD */
  correctness: number;
  /** TS */
  contrastivity: number;
  overall: number;
}

/** Area over the curve of part removal; `truth` by rendering, the rest by covering. */
export type CurveFigures = Record<"truth" | (typeof FILL_NAMES)[number], Figure | null>;

export interface MethodFigures {
  id: string;
  label: string;
  rank: Record<Scoring, RankFigures>;
  /** ρ under the mean less ρ under the sum, image by image. */
  meanLessSum: Figure | null;
  funnyBirds: Record<"sum" | "mean", FunnyBirdsFigures>;
  curve: Record<"sum" | "mean", CurveFigures>;
  mass: Figure | null;
  rankAccuracy: Figure | null;
}

function rankFigures(records: readonly ImageRecord[], id: string, scoring: Scoring): RankFigures {
  const rows = records.map((r) => ({
    scores: scoresOf(r, id, scoring),
    truth: drops(r, r.without, r.target),
    shapley: shapleyValues(r, r.without, r.target),
    pixels: r.visible.map((part) => r.maps[id]!.target.parts[part]!.n),
    whole: scoreOf(r.without[0]!, r.target),
  }));
  return {
    drop: figureOf(rows.map((r) => spearman(r.scores, r.truth))),
    tau: figureOf(rows.map((r) => kendall(r.scores, r.truth))),
    shapley: figureOf(rows.map((r) => spearman(r.scores, r.shapley))),
    density: figureOf(
      rows.map((r) =>
        spearman(
          r.scores,
          r.truth.map((d, i) => d / r.pixels[i]!),
        ),
      ),
    ),
    first: figureOf(rows.map((r) => Number(argmax(r.scores) === argmax(r.truth)))),
    sign: figureOf(rows.map((r) => signAgreement(r.truth, r.scores, r.whole))),
  };
}

/** The four threshold measures of one image; null where one of them is undefined for it. */
function completenessOf(record: ImageRecord, id: string, scoring: Scoring) {
  const map = record.maps[id]!.target;
  const distracted = distractibility(record, map, scoring);
  const sets = minimalSufficientSets(record);
  if (!distracted || sets.includes(0)) return null;
  const scores = visibleScores(record, map, scoring);
  return THRESHOLDS.map((threshold) => {
    const important = importantOnes(scores, threshold).map((i) => record.visible[i]!);
    return {
      csdc: controlledSyntheticDataCheck(sets, important)!,
      pc: preservationCheck(record, important),
      dc: deletionCheck(record, important),
      d: distracted(threshold),
    };
  });
}

export function funnyBirds(records: readonly ImageRecord[], id: string, scoring: Scoring): FunnyBirdsFigures {
  // As in the original, only images the network decides "rightly": here, for the class that is explained.
  const decided = records.filter(decidesForTarget);
  const checks = decided.map((r) => completenessOf(r, id, scoring)).filter((c) => c !== null);
  const valuesAt = (t: number, of: "csdc" | "pc" | "dc" | "d") => checks.map((c) => c[t]![of]);
  const completenessAt = (t: number) => {
    const [csdc, pc, dc, d] = (["csdc", "pc", "dc", "d"] as const).map((of) => average(valuesAt(t, of)));
    return ((csdc! + pc! + dc!) / 3 + d!) / 2;
  };
  const best = argmax(THRESHOLDS.map((_, t) => completenessAt(t)));
  const sd = figureOf(
    decided.map((r) => {
      const rho = spearman(scoresOf(r, id, scoring), drops(r, r.without, r.target));
      return rho === null ? null : (rho + 1) / 2;
    }),
  );
  const ts = figureOf(
    decided.map((r) => {
      const { target, rival } = r.maps[id]!;
      return targetSensitivity(r, {
        target: visibleScores(r, target, scoring),
        rival: visibleScores(r, rival, scoring),
      });
    }),
  );
  const completeness = checks.length > 0 ? completenessAt(best) : 0;
  const [correctness, contrastivity] = [sd?.mean ?? 0, ts?.mean ?? 0];
  return {
    threshold: rounded(THRESHOLDS[best]!),
    csdc: figureOf(valuesAt(best, "csdc")),
    pc: figureOf(valuesAt(best, "pc")),
    dc: figureOf(valuesAt(best, "dc")),
    d: figureOf(valuesAt(best, "d")),
    sd,
    ts,
    completeness: rounded(completeness),
    correctness,
    contrastivity,
    overall: rounded((completeness + correctness + contrastivity) / 3),
  };
}

function curveFigures(records: readonly ImageRecord[], id: string, scoring: Scoring): CurveFigures {
  const decided = records.filter(decidesForTarget);
  const under = (lattice: (r: ImageRecord) => ImageRecord["without"]) =>
    figureOf(decided.map((r) => areaOf(lattice(r), r.target, r.visible, scoresOf(r, id, scoring))));
  return {
    truth: under((r) => r.without),
    blur: under((r) => r.fills.blur),
    mean: under((r) => r.fills.mean),
    inpaint: under((r) => r.fills.inpaint),
  };
}

export function methodFigures(
  records: readonly ImageRecord[],
  { id, label }: { id: string; label: string },
): MethodFigures {
  const rho = (r: ImageRecord, scoring: Scoring) =>
    spearman(scoresOf(r, id, scoring), drops(r, r.without, r.target));
  const found = records.map((r) => {
    const part = decisivePart(r);
    return part === null ? null : localisation(r.maps[id]!.target, part);
  });
  return {
    id,
    label,
    rank: Object.fromEntries(SCORINGS.map((s) => [s, rankFigures(records, id, s)])) as Record<
      Scoring,
      RankFigures
    >,
    meanLessSum: figureOf(
      records.map((r) => {
        const [mean, sum] = [rho(r, "mean"), rho(r, "sum")];
        return mean === null || sum === null ? null : mean - sum;
      }),
    ),
    funnyBirds: { sum: funnyBirds(records, id, "sum"), mean: funnyBirds(records, id, "mean") },
    curve: { sum: curveFigures(records, id, "sum"), mean: curveFigures(records, id, "mean") },
    mass: figureOf(found.map((l) => l?.mass ?? null)),
    rankAccuracy: figureOf(found.map((l) => l?.rank ?? null)),
  };
}
