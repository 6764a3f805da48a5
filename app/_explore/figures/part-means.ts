import type { PartStatistics } from "@/core/analysis/comparison/selection-statistics";
import { baseLayout, type ChartTheme, type Figure, percent, percentTicks } from "./figure";

export interface MeansSeries {
  name: string;
  colour: string;
  /** By the order of `parts`. */
  statistics: readonly PartStatistics[];
}

/**
 * Mean weighted score per part with its bootstrap interval, one bar a selection (paper, Fig. 8F left).
 * A part that is in none of the images gets no bar and says “absent”.
 */
export function partMeansFigure(
  parts: readonly { name: string; colour: string }[],
  series: readonly MeansSeries[],
  theme: ChartTheme,
): Figure {
  const names = parts.map((p) => p.name);
  return {
    data: series.map((s) => ({
      type: "bar",
      orientation: "h",
      name: s.name,
      y: names,
      x: s.statistics.map((p) => p.mean),
      marker: { color: series.length === 1 ? parts.map((p) => p.colour) : s.colour, cornerradius: 2 },
      error_x: {
        type: "data",
        symmetric: false,
        array: s.statistics.map((p) => (p.interval && p.mean !== null ? p.interval.high - p.mean : 0)),
        arrayminus: s.statistics.map((p) => (p.interval && p.mean !== null ? p.mean - p.interval.low : 0)),
        color: theme.muted,
        thickness: 1,
        width: 2,
      },
      customdata: s.statistics.map((p) =>
        p.mean === null
          ? "absent in all"
          : `${percent(p.mean, 1)}${p.interval ? ` (95 %: ${percent(p.interval.low, 1)} to ${percent(p.interval.high, 1)})` : ""}, n = ${p.n}`,
      ),
      hovertemplate: "<b>%{y}</b><br>%{fullData.name}: %{customdata}<extra></extra>",
    })),
    layout: {
      ...barLayout(theme),
      barmode: "group",
      bargap: 0.28,
      bargroupgap: 0.08,
      xaxis: { ...valueAxis(theme), ...percentTicks(fewTicks(series)) },
    },
  };
}

/** One round value a side that has bars, and zero where there is room: the chart is too small for Plotly's own choice. */
function fewTicks(series: readonly MeansSeries[]): number[] {
  const means = series.flatMap((s) => s.statistics.flatMap((p) => p.mean ?? []));
  const [low, high] = [Math.min(0, ...means), Math.max(0, ...means)];
  const reach = Math.max(-low, high);
  if (reach === 0) return [0];
  const power = 10 ** Math.floor(Math.log10(reach));
  const round = [5, 2, 1].find((m) => m * power <= reach)! * power;
  const sides = [...(low < -round / 2 ? [-round] : []), ...(high > round / 2 ? [round] : [])];
  // With a number on both sides the zero line speaks for itself.
  return sides.length === 2 ? sides : [...sides, 0].sort((a, b) => a - b);
}

export interface CountSeries {
  name: string;
  colour: string;
  counts: readonly number[];
  total: number;
}

/** Counts per category as shares of each selection, so that selections of different size compare. */
export function sharesFigure(
  categories: readonly string[],
  series: readonly CountSeries[],
  theme: ChartTheme,
  colours?: readonly string[],
): Figure {
  return {
    data: series.map((s) => ({
      type: "bar",
      orientation: "h",
      name: s.name,
      y: [...categories],
      x: s.counts.map((c) => (s.total === 0 ? 0 : c / s.total)),
      customdata: s.counts.map((c) => `${c} of ${s.total}`),
      marker: { color: series.length === 1 && colours ? [...colours] : s.colour, cornerradius: 2 },
      text: s.counts.map((c) => (c === 0 ? "" : String(c))),
      textposition: "outside",
      textfont: { size: 10, color: theme.muted },
      constraintext: "none",
      cliponaxis: false,
      hovertemplate: "<b>%{y}</b><br>%{fullData.name}: %{customdata}<extra></extra>",
    })),
    layout: {
      ...barLayout(theme),
      barmode: "group",
      // A handful of groups would become slabs.
      bargap: categories.length < 5 ? 0.55 : 0.28,
      bargroupgap: 0.08,
      // Every bar says its count, so the axis needs no numbers.
      xaxis: { ...valueAxis(theme), rangemode: "tozero", showticklabels: false, showgrid: false },
    },
  };
}

function barLayout(theme: ChartTheme): Record<string, unknown> {
  return {
    ...baseLayout(theme),
    margin: { l: 4, r: 20, t: 4, b: 20 },
    // Charts are small: let long names take the room, instead of cutting them off.
    minreducedwidth: 24,
    yaxis: {
      automargin: true,
      autorange: "reversed",
      ticks: "outside",
      ticklen: 5,
      tickcolor: "rgba(0,0,0,0)",
      tickfont: { size: 11, color: theme.text },
      fixedrange: true,
    },
  };
}

function valueAxis(theme: ChartTheme): Record<string, unknown> {
  return {
    gridcolor: theme.grid,
    zerolinecolor: theme.zero,
    zerolinewidth: 1,
    tickfont: { size: 10, color: theme.muted },
    tickangle: 0,
    fixedrange: true,
  };
}
