import { spearman } from "@partwise/explain";
import { average } from "@/core/analysis/comparison/bootstrap";
import { DEMO_PARTS } from "../../../collection";
import type { Scoring } from "../importance";
import { kendall } from "../measures/rank";
import {
  argmax,
  drops,
  FILL_NAMES,
  type FillName,
  type ImageRecord,
  scoreOf,
  signAgreement,
} from "../record";
import { type Figure, figureOf, rounded, scoresOf } from "./figure";

/** How far covering a part agrees with truly taking it away. */
export interface FillFigures {
  fill: FillName;
  rho: Figure | null;
  tau: Figure | null;
  /** Share of images in which the same part costs most. */
  first: Figure | null;
  /** Of parts whose removal changes the score by 5 % or more, up or down, the share for which the fill has the sign right. */
  sign: Figure | null;
  /** Part by part: mean drop under the fill and in truth, logit units. */
  parts: { part: string; fill: number; truth: number; n: number }[];
  /** Every part of every image, for the plot: [part, true drop, drop under the fill]. */
  points: [number, number, number][];
}

export function fillFigures(records: readonly ImageRecord[], fill: FillName): FillFigures {
  const rows = records.map((r) => ({
    visible: r.visible,
    whole: scoreOf(r.without[0]!, r.target),
    truth: drops(r, r.without, r.target),
    covered: drops(r, r.fills[fill], r.target),
  }));
  const points = rows.flatMap((r) =>
    r.visible.map((part, i): [number, number, number] => [
      part,
      rounded(r.truth[i]!),
      rounded(r.covered[i]!),
    ]),
  );
  return {
    fill,
    rho: figureOf(rows.map((r) => spearman(r.truth, r.covered))),
    tau: figureOf(rows.map((r) => kendall(r.truth, r.covered))),
    first: figureOf(rows.map((r) => Number(argmax(r.truth) === argmax(r.covered)))),
    sign: figureOf(rows.map((r) => signAgreement(r.truth, r.covered, r.whole))),
    parts: DEMO_PARTS.map((part, k) => {
      const own = points.filter(([p]) => p === k);
      return {
        part,
        fill: rounded(average(own.map(([, , covered]) => covered))),
        truth: rounded(average(own.map(([, truth]) => truth))),
        n: own.length,
      };
    }),
    points,
  };
}

/**
 * The product's own check (rank correlation of the shown scores with the drops under a fill) beside the same with the
 * true drops, image by image.
 */
export interface CheckFigures {
  /** Method and scoring, e.g. `lrp-epsilon sum`. */
  id: string;
  method: string;
  scoring: Scoring;
  fill: FillName;
  shown: Figure | null;
  truth: Figure | null;
  /** Rank correlation of the two over images: whether the check tells good explanations from bad ones. */
  agreement: number | null;
  /** Share of images with a true ρ of at least ½, among those the check passes (≥ ½) and among the others. */
  goodWherePassed: Figure | null;
  goodWhereFailed: Figure | null;
  points: [number, number][];
}

const GOOD = 0.5;

export function checkFigures(
  records: readonly ImageRecord[],
  method: string,
  scoring: Scoring,
  fill: FillName,
): CheckFigures {
  const points = records.flatMap((r): [number, number][] => {
    const scores = scoresOf(r, method, scoring);
    const shown = spearman(scores, drops(r, r.fills[fill], r.target));
    const truth = spearman(scores, drops(r, r.without, r.target));
    return shown === null || truth === null ? [] : [[rounded(shown), rounded(truth)]];
  });
  const good = (of: (shown: number) => boolean) =>
    figureOf(points.filter(([shown]) => of(shown)).map(([, truth]) => Number(truth >= GOOD)));
  const agreement = spearman(
    points.map(([shown]) => shown),
    points.map(([, truth]) => truth),
  );
  return {
    id: `${method} ${scoring}`,
    method,
    scoring,
    fill,
    shown: figureOf(points.map(([shown]) => shown)),
    truth: figureOf(points.map(([, truth]) => truth)),
    agreement: agreement === null ? null : rounded(agreement),
    goodWherePassed: good((shown) => shown >= GOOD),
    goodWhereFailed: good((shown) => shown < GOOD),
    points,
  };
}

export const allFills = (records: readonly ImageRecord[]): FillFigures[] =>
  FILL_NAMES.map((fill) => fillFigures(records, fill));
