import { DEMO_PARTS } from "../../../collection";
import type { Figures } from "../figures/all";
import type { MethodFigures } from "../figures/method";
import { bare, full, number, percent, table } from "./format";

/** The report's tables, each a pure function of the figures. */

export function rankTable({ methods, yardsticks }: Figures): string {
  const row = (m: MethodFigures) => [
    m.label,
    full(m.rank.sum.drop),
    full(m.rank.mean.drop),
    full(m.meanLessSum),
    bare(m.rank["per-sign sum"].drop),
    bare(m.rank["per-sign mean"].drop),
    bare(m.rank.sum.tau),
    bare(m.rank.sum.shapley),
    bare(m.rank.mean.density),
  ];
  // Yardsticks are part scores already: averaging them over pixels would say nothing.
  const yardstick = (m: MethodFigures) => [
    `*${m.label}*`,
    full(m.rank.sum.drop),
    ...["", "", "", ""],
    bare(m.rank.sum.tau),
    bare(m.rank.sum.shapley),
    "",
  ];
  return table(
    [
      "method",
      "sum",
      "mean",
      "mean − sum",
      "sum, per sign",
      "mean, per sign",
      "τ, sum",
      "Shapley, sum",
      "drop a pixel, mean",
    ],
    [...methods.map(row), ...yardsticks.map(yardstick)],
  );
}

export function detailTable({ methods, yardsticks, truth }: Figures): string {
  const row = (m: MethodFigures) => [
    m.label,
    percent(m.rank.sum.first),
    percent(m.rank.mean.first),
    percent(m.rank.sum.sign),
    full(m.mass),
    full(m.rankAccuracy),
  ];
  return table(
    [
      "method",
      "first part right, sum",
      "first part right, mean",
      "sign right",
      "mass accuracy",
      "rank accuracy",
    ],
    [
      ...methods.map(row),
      ...yardsticks.map((m) => [
        `*${m.label}*`,
        percent(m.rank.sum.first),
        "",
        percent(m.rank.sum.sign),
        ...(m.id === "area" ? [full(truth.decisiveArea), full(truth.decisiveArea)] : ["", ""]),
      ]),
    ],
  );
}

export function funnyBirdsTable({ methods, yardsticks }: Figures, scoring: "sum" | "mean"): string {
  const row = (m: MethodFigures, label = m.label) => {
    const f = m.funnyBirds[scoring];
    const parts = [f.csdc, f.pc, f.dc, f.d].map(bare);
    const combined = [f.completeness, f.correctness, f.contrastivity].map((v) => number(v));
    return [label, ...parts, full(f.sd), full(f.ts), ...combined, `**${number(f.overall)}**`];
  };
  return table(
    [
      "method",
      "CSDC",
      "PC",
      "DC",
      "D",
      "SD",
      "TS",
      "completeness",
      "correctness",
      "contrastivity",
      "mean of the three",
    ],
    [
      ...methods.map((m) => row(m)),
      ...(scoring === "sum" ? yardsticks.map((m) => row(m, `*${m.label}*`)) : []),
    ],
  );
}

export function curveTable({ methods, yardsticks, truth }: Figures): string {
  const row = (m: MethodFigures) => [
    m.label,
    full(m.curve.sum.truth),
    full(m.curve.mean.truth),
    bare(m.curve.sum.blur),
    bare(m.curve.sum.mean),
    bare(m.curve.sum.inpaint),
  ];
  return table(
    ["method", "taken away, sum", "taken away, mean", "blur, sum", "mean colour, sum", "inpaint, sum"],
    [
      ...methods.map(row),
      ...yardsticks.map((m) => [
        `*${m.label}*`,
        full(m.curve.sum.truth),
        "",
        ...["blur", "mean", "inpaint"].map((f) => bare(m.curve.sum[f as "blur"])),
      ]),
      ["*best order there is*", full(truth.curve.best), "", "", "", ""],
      ["*blind order (mean over all)*", full(truth.curve.blind), "", "", "", ""],
    ],
  );
}

export function randomisationTable({ randomisation }: Figures): string {
  const depths = randomisation[0]?.depths ?? [];
  const picked = [...new Set([0, Math.floor((depths.length - 1) / 2), depths.length - 1])];
  const name = (d: number) => (d === depths.length - 1 ? "all" : `top ${depths[d]!.layers}`);
  return table(
    ["method", ...picked.flatMap((d) => [`ρ, ${name(d)}`, "\\|ρ\\|", "SSIM", "parts"])],
    randomisation.map((m) => [
      m.label,
      ...picked.flatMap((d) => {
        const { spearman, absolute, ssim, parts } = m.depths[d]!.likeness;
        return [bare(spearman), bare(absolute), bare(ssim), bare(parts)];
      }),
    ]),
  );
}

export function fillTable({ fills }: Figures): string {
  return table(
    ["fill", "ρ with the true drops", "τ", "costliest part agrees", "sign agrees"],
    fills.map((f) => [f.fill, full(f.rho), full(f.tau), percent(f.first), percent(f.sign)]),
  );
}

export function fillPartsTable({ fills }: Figures): string {
  return table(
    ["part", "n", "taken away", ...fills.map((f) => f.fill)],
    DEMO_PARTS.map((part, k) => [
      part,
      String(fills[0]!.parts[k]!.n),
      number(fills[0]!.parts[k]!.truth),
      ...fills.map((f) => number(f.parts[k]!.fill)),
    ]),
  );
}

export function checkTable({ checks, methods }: Figures): string {
  return table(
    [
      "method",
      "scores",
      "check (blur)",
      "truth",
      "agreement over images",
      "good where passed",
      "good where not",
    ],
    checks.map((c) => [
      methods.find((m) => m.id === c.method)!.label,
      c.scoring,
      bare(c.shown),
      bare(c.truth),
      c.agreement === null ? "–" : number(c.agreement),
      c.goodWherePassed ? `${percent(c.goodWherePassed)} of ${c.goodWherePassed.n}` : "–",
      c.goodWhereFailed ? `${percent(c.goodWhereFailed)} of ${c.goodWhereFailed.n}` : "–",
    ]),
  );
}

export function truthTable({ truth }: Figures): string {
  return table(
    ["part", "without the chair in the picture", "with the chair", "share of the picture", "costs most in"],
    truth.parts.map((p) => [p.part, full(p.drop), full(p.withChair), percent(p.share), `${p.first} images`]),
  );
}

export function firstPlacesTable({ firstPlaces }: Figures): string {
  return table(
    ["scores", ...DEMO_PARTS],
    firstPlaces.map(({ label, counts }) => [label, ...DEMO_PARTS.map((part) => String(counts[part]))]),
  );
}
