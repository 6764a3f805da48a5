import { percent } from "@/core/analysis/comparison/percent";

export { percent };

/**
 * A Plotly figure as plain data. Figures are pure functions of data and theme; only `plot.tsx` knows Plotly,
 * so the attributes are typed no further here and pinned by the tests' snapshots instead.
 */
export interface Figure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** Colours of a chart; handed in, so that a figure is the same function in light and in dark. */
export interface ChartTheme {
  font: string;
  text: string;
  muted: string;
  grid: string;
  zero: string;
  surface: string;
  /** Points that belong to no selection. */
  point: string;
  /** Points the filters took away. */
  faded: string;
  accent: string;
  for: string;
  against: string;
}

const font = "'Inter Variable', Inter, system-ui, sans-serif";

export const CHART_THEMES: Record<"light" | "dark", ChartTheme> = {
  light: {
    font,
    text: "#2b3038",
    muted: "#6d7480",
    grid: "#eceef1",
    zero: "#b9bfc8",
    surface: "#ffffff",
    point: "#8b95a5",
    faded: "#dfe3e8",
    accent: "#177a6d",
    for: "#c8443c",
    against: "#3b6fb8",
  },
  dark: {
    font,
    text: "#dfe2e7",
    muted: "#9299a5",
    grid: "#2c3037",
    zero: "#565c66",
    surface: "#1a1d22",
    point: "#8a94a4",
    faded: "#343942",
    accent: "#56b9aa",
    for: "#e5746b",
    against: "#6c9fe0",
  },
};

/** What all charts share: no paper of their own, quiet type, no title. */
export function baseLayout(theme: ChartTheme): Record<string, unknown> {
  return {
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: theme.font, size: 12, color: theme.text },
    hoverlabel: {
      bgcolor: theme.surface,
      bordercolor: theme.zero,
      font: { family: theme.font, size: 12, color: theme.text },
    },
    showlegend: false,
  };
}

/** Ticks that are written as all other numbers are: “−20 %”. */
export function percentTicks(values: readonly number[]): Record<string, unknown> {
  return {
    tickvals: [...values],
    ticktext: values.map((v) => percent(v, v !== 0 && Math.abs(v) < 0.01 ? 1 : 0)),
  };
}
