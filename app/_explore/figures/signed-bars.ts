import type { PartStatus } from "@/core/analysis/scores/contribution";
import { baseLayout, type ChartTheme, type Figure, percent, percentTicks } from "./figure";

export interface SignedBar {
  name: string;
  colour: string;
  status: PartStatus;
  /** The shown score; null unless `status` is `scored`. */
  score: number | null;
  /** P_k and Q_k, both kept: drawn pale behind the shown score. */
  positive: number | null;
  negative: number | null;
}

/** How a part without a score is spoken of; never as 0 %. */
export const STATUS_WORDS: Record<PartStatus, string> = {
  scored: "",
  absent: "absent",
  excluded: "not scored",
  undefined: "no ratio",
};

/** The signed scores of one image (paper, Figs. 4–7): for to the right, against to the left. */
export function signedBarsFigure(bars: readonly SignedBar[], theme: ChartTheme): Figure {
  const names = bars.map((b) => b.name);
  const longest = Math.max(0, ...bars.map((b) => Math.abs(b.score ?? 0)));
  const pales = Math.max(0, ...bars.flatMap((b) => [b.positive ?? 0, b.negative ?? 0]));
  // Half as much again as the longest bar: room for the number at its end.
  const reach = Math.max(0.15, longest * 1.5, pales * 1.1);
  const pale = (values: (number | null)[], colour: string, name: string) => ({
    type: "bar",
    orientation: "h",
    name,
    y: names,
    x: values,
    marker: { color: colour, opacity: 0.16 },
    width: 0.78,
    hoverinfo: "skip",
  });
  return {
    data: [
      pale(
        bars.map((b) => b.positive),
        theme.for,
        "P",
      ),
      pale(
        bars.map((b) => (b.negative === null ? null : -b.negative)),
        theme.against,
        "Q",
      ),
      {
        type: "bar",
        orientation: "h",
        name: "score",
        y: names,
        x: bars.map((b) => b.score),
        width: 0.46,
        marker: {
          color: bars.map((b) => ((b.score ?? 0) < 0 ? theme.against : theme.for)),
          cornerradius: 2,
        },
        customdata: bars.map((b) =>
          b.positive === null || b.negative === null
            ? STATUS_WORDS[b.status]
            : `${percent(b.score ?? 0, 1)}<br>for ${percent(b.positive, 1)}, against ${percent(b.negative, 1)}`,
        ),
        hovertemplate: "<b>%{y}</b>: %{customdata}<extra></extra>",
      },
    ],
    layout: {
      ...baseLayout(theme),
      barmode: "overlay",
      margin: { l: 8, r: 8, t: 4, b: 22 },
      xaxis: {
        range: [-reach, reach],
        ...percentTicks(roundTicks(reach)),
        tickangle: 0,
        gridcolor: theme.grid,
        zerolinecolor: theme.zero,
        tickfont: { size: 10, color: theme.muted },
        fixedrange: true,
      },
      yaxis: {
        automargin: true,
        autorange: "reversed",
        ticks: "outside",
        ticklen: 5,
        tickcolor: "rgba(0,0,0,0)",
        tickfont: { size: 11 },
        fixedrange: true,
      },
      annotations: bars.map((b) => ({
        x: b.score ?? 0,
        y: b.name,
        text: b.score === null ? `<i>${STATUS_WORDS[b.status]}</i>` : percent(b.score),
        showarrow: false,
        xanchor: (b.score ?? 0) < 0 ? "right" : "left",
        xshift: (b.score ?? 0) < 0 ? -4 : 4,
        font: { size: 10, color: theme.muted },
      })),
    },
  };
}

/** Zero, and one or two round values to both sides. */
function roundTicks(reach: number): number[] {
  const power = 10 ** Math.floor(Math.log10(reach / 2));
  const step = [5, 2, 1].find((m) => m * power <= reach / 2)! * power;
  const sides = [1, 2].map((k) => k * step).filter((v) => v < reach * 0.95);
  return [...sides.map((v) => -v).reverse(), 0, ...sides];
}
