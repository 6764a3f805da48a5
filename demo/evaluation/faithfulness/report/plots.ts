import type { Figures } from "../figures/all";
import type { Figure } from "../figures/figure";
import type { FillFigures } from "../figures/fills";
import { dot, legend, line, path, picture, scale, text, tick } from "./svg";

/** How well each method's part scores order the parts as their true removal does, summed and averaged. */
export function methodsPlot({ methods, yardsticks }: Figures): string {
  const area = yardsticks.find((m) => m.id === "area")!.rank.sum.drop!.mean;
  const rows = [...methods].sort((a, b) => (b.rank.sum.drop?.mean ?? 0) - (a.rank.sum.drop?.mean ?? 0));
  const [left, right, top, step] = [170, 640, 78, 24];
  const bottom = top + rows.length * step;
  const x = scale([-0.4, 1], [left, right]);
  const ticks = [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1];
  const interval = (figure: Figure | null, y: number, style: string) =>
    figure
      ? [
          path(
            [
              [x(figure.low), y],
              [x(figure.high), y],
            ],
            style,
          ),
          dot(x(figure.mean), y, style),
        ]
      : [];
  return picture(
    660,
    bottom + 40,
    "Rank correlation of part scores with the true fall of the score, by method",
    [
      text(20, 28, "Do the part scores order the parts as their true removal does?", "title"),
      ...legend(24, 52, [
        { style: "a", label: "sum of relevance", width: 130 },
        { style: "b", label: "mean of relevance (Eq. 4)", width: 190 },
      ]),
      text(right, 52, "with 95 % intervals; dashed: area alone", "small", "end"),
      ...ticks.flatMap((t) => [
        line(x(t), top - 10, x(t), bottom - 6, t === 0 ? "zero" : "grid"),
        text(x(t), bottom + 10, tick(t), "small", "middle"),
      ]),
      line(x(area), top - 10, x(area), bottom - 6, "zero dashed"),
      text((left + right) / 2, bottom + 28, "Spearman’s ρ with the true drops", "small", "middle"),
      ...rows.flatMap((m, i) => {
        const y = top + i * step;
        return [
          text(left - 14, y + 4, m.label, "", "end"),
          ...interval(m.rank.sum.drop, y - 4, "a"),
          ...interval(m.rank.mean.drop, y + 4, "b"),
        ];
      }),
    ],
  );
}

const STYLE_OF_PART = (part: number) => (part === 6 ? "b" : part === 5 ? "c" : "a");

/** What covering a part does to the score against what taking it away does, part by part. */
export function fillsPlot({ fills }: Figures): string {
  const side = 210;
  const values = fills.flatMap((f) => f.points.flatMap(([, truth, fill]) => [truth, fill]));
  const sorted = values.sort((a, b) => a - b);
  // A few far points would press all others together: they are drawn at the edge.
  const low = Math.floor(sorted[Math.floor(0.005 * sorted.length)]!);
  const high = Math.ceil(sorted[Math.floor(0.995 * (sorted.length - 1))]!);
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const ticks = Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((t) => t % every === 0);
  const panel = (f: FillFigures, i: number) => {
    const left = 52 + i * (side + 40);
    const top = 84;
    const x = scale([low, high], [left, left + side]);
    const y = scale([low, high], [top + side, top]);
    return [
      text(
        left + side / 2,
        top - 10,
        `${f.fill}: ρ = ${tick(Number(f.rho!.mean.toFixed(2)))}`,
        "title",
        "middle",
      ),
      ...ticks.flatMap((t) => [
        line(x(t), top, x(t), top + side, "grid"),
        line(left, y(t), left + side, y(t), "grid"),
        text(x(t), top + side + 16, tick(t), "small", "middle"),
        ...(i === 0 ? [text(left - 8, y(t) + 4, tick(t), "small", "end")] : []),
      ]),
      line(x(low), y(low), x(high), y(high), "zero"),
      ...f.points.map(([part, truth, fill]) => dot(x(truth), y(fill), `${STYLE_OF_PART(part)} faint`, 2.6)),
    ];
  };
  return picture(
    52 + 3 * (side + 40),
    84 + side + 46,
    "Drop of the score under each fill against the true drop",
    [
      text(20, 28, "Covering a part in the picture against taking it out of the scene", "title"),
      ...legend(24, 52, [
        { style: "a", label: "eyes, ears, nose", width: 120 },
        { style: "c", label: "Body", width: 64 },
        { style: "b", label: "Background", width: 100 },
      ]),
      ...fills.flatMap(panel),
      text(
        (52 + 3 * (side + 40)) / 2,
        84 + side + 36,
        "across: true fall of the logit; up: fall under the fill; the line: both equal",
        "small",
        "middle",
      ),
    ],
  );
}

/** How alike maps stay while the network forgets, layer by layer from the scores down. */
export function randomisationPlot({ randomisation }: Figures): string {
  const [columns, width, height] = [5, 128, 92];
  const [stepX, stepY] = [width + 26, height + 48];
  const panels = randomisation.map(({ label, depths }, i) => {
    const left = 44 + (i % columns) * stepX;
    const top = 96 + Math.floor(i / columns) * stepY;
    const x = scale([0, depths.length], [left, left + width]);
    const y = scale([-1, 1], [top + height, top]);
    const of = (key: "absolute" | "ssim" | "parts", style: string) =>
      path(
        [[x(0), y(1)] as const, ...depths.map((d, k) => [x(k + 1), y(d.likeness[key]?.mean ?? 0)] as const)],
        style,
      );
    return [
      text(left, top - 8, label),
      ...[-1, 0, 1].flatMap((t) => [
        line(left, y(t), left + width, y(t), t === 0 ? "zero" : "grid"),
        ...(i % columns === 0 ? [text(left - 7, y(t) + 4, tick(t), "small", "end")] : []),
      ]),
      text(left, top + height + 14, "trained", "small"),
      text(left + width, top + height + 14, "all random", "small", "end"),
      of("ssim", "c"),
      of("parts", "b"),
      of("absolute", "a"),
    ].join("\n");
  });
  const rows = Math.ceil(randomisation.length / columns);
  return picture(44 + columns * stepX, 96 + rows * stepY, "Likeness of maps while layers are randomised", [
    text(20, 28, "How much of the map is left when the network forgets, from the scores down?", "title"),
    ...legend(24, 52, [
      { style: "a", label: "rank correlation of pixels, signs dropped", width: 250 },
      { style: "c", label: "structural similarity", width: 140 },
      { style: "b", label: "rank correlation of part sums", width: 190 },
    ]),
    ...panels,
  ]);
}

/** The product's check, made with a fill, against the same figure made with true removals. */
export function checkPlot({ checks, methods }: Figures): string {
  const side = 270;
  const own = checks.find((c) => c.method === "lrp-epsilon" && c.scoring === "per-sign mean")!;
  const panel = (
    left: number,
    title: string,
    marks: (x: (v: number) => number, y: (v: number) => number) => string[],
  ) => {
    const top = 78;
    const x = scale([-1, 1], [left, left + side]);
    const y = scale([-1, 1], [top + side, top]);
    return [
      text(left + side / 2, top - 12, title, "", "middle"),
      ...[-1, -0.5, 0, 0.5, 1].flatMap((t) => [
        line(x(t), top, x(t), top + side, t === 0 ? "zero" : "grid"),
        line(left, y(t), left + side, y(t), t === 0 ? "zero" : "grid"),
        text(x(t), top + side + 16, tick(t), "small", "middle"),
        text(left - 8, y(t) + 4, tick(t), "small", "end"),
      ]),
      line(x(-1), y(-1), x(1), y(1), "zero"),
      ...marks(x, y),
    ];
  };
  const means = methods.flatMap((m) =>
    checks.filter((c) => c.method === m.id && c.scoring === "sum" && c.shown && c.truth),
  );
  return picture(700, 78 + side + 44, "The check with a fill against the check with true removal", [
    text(20, 28, "Does the check that a photograph allows tell the truth?", "title"),
    ...panel(56, "LRP-ε as shown (per sign, mean): each image", (x, y) =>
      own.points.map(([shown, truth]) => dot(x(shown), y(truth), "a faint", 3.4)),
    ),
    ...panel(56 + side + 72, "each method (sums): mean over images", (x, y) =>
      means.map((c) => dot(x(c.shown!.mean), y(c.truth!.mean), "b", 4.2)),
    ),
    text(350, 78 + side + 36, "across: ρ with drops under blur; up: ρ with true drops", "small", "middle"),
  ]);
}
