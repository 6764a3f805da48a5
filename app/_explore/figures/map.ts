import type { GroupSymbol } from "@/core/domain/classes";
import { baseLayout, type ChartTheme, type Figure } from "./figure";

export interface MapPointData {
  imageId: string;
  name: string;
  x: number;
  y: number;
  groupId: string;
  /** Null: the theme's neutral point colour. */
  colour: string | null;
  /** False where a filter took the image away: it stays in place, faint. */
  visible: boolean;
  /** Its place and score are of before: drawn hollow. */
  waiting: boolean;
  /** Member of a highlighted selection: drawn larger and on top. */
  raised: boolean;
}

export interface MapFigureInput {
  points: readonly MapPointData[];
  groups: readonly { id: string; name: string; symbol: GroupSymbol }[];
  /** Clicked or hovered image, ringed. */
  focusedId: string | null;
  /** Outline of the lasso being named, in layout coordinates. */
  outline: readonly (readonly [number, number])[] | null;
  mode: "lasso" | "select" | "pan";
  /** Finished lassos so far: a new number makes Plotly forget the one it drew, and what it faded for it. */
  drawn: number;
  /** False where the browser has no WebGL: SVG markers then. */
  webgl: boolean;
  theme: ChartTheme;
}

/** The map: one trace a class group and layer, so symbols stay exact and raised points lie above the rest. */
export function mapFigure(input: MapFigureInput): Figure {
  const { points, theme } = input;
  // An image whose group was just removed is still an image: a last trace draws whatever the others do not.
  const named = new Set(input.groups.map((g) => g.id));
  const groups = [
    ...input.groups.map((g) => ({ ...g, has: (p: MapPointData) => p.groupId === g.id })),
    { name: "No group", symbol: "circle" as const, has: (p: MapPointData) => !named.has(p.groupId) },
  ];
  const size = points.length > 1500 ? 6 : points.length > 500 ? 8 : 10;
  const present = points.filter((p) => p.visible && !p.waiting);
  const waiting = points.filter((p) => p.visible && p.waiting);
  const layers = [
    { name: "faded", of: points.filter((p) => !p.visible), opacity: 1, size: size * 0.8, line: 0 },
    ...(waiting.length > 0 ? [{ name: "waiting", of: waiting, opacity: 0.9, size, line: 1 }] : []),
    { name: "plain", of: present.filter((p) => !p.raised), opacity: 0.9, size, line: 1 },
    {
      name: "raised",
      of: present.filter((p) => p.raised),
      opacity: 1,
      size: size * 1.15,
      line: 1,
    },
  ];
  const data = layers.flatMap((layer) =>
    groups.map((group) => {
      const own = layer.of.filter(group.has);
      return {
        type: input.webgl ? "scattergl" : "scatter",
        mode: "markers",
        name: group.name,
        x: own.map((p) => p.x),
        y: own.map((p) => p.y),
        customdata: own.map((p) => p.imageId),
        hoverinfo: layer.name === "faded" ? "skip" : "none",
        marker: {
          symbol: layer.name === "waiting" ? `${group.symbol}-open` : group.symbol,
          size: layer.size,
          opacity: layer.opacity,
          color: layer.name === "faded" ? theme.faded : own.map((p) => p.colour ?? theme.point),
          line: { width: layer.line, ...(layer.name === "waiting" ? {} : { color: theme.surface }) },
        },
        // Plotly fades what a drawn lasso leaves out; what is selected is coloured by us.
        selected: { marker: { opacity: layer.opacity } },
        unselected: { marker: { opacity: layer.opacity } },
      };
    }),
  );
  const focused = points.find((p) => p.imageId === input.focusedId);
  data.push({
    // Of the same kind as the points: SVG traces lie below WebGL ones.
    type: input.webgl ? "scattergl" : "scatter",
    mode: "markers",
    name: "focus",
    x: focused ? [focused.x] : [],
    y: focused ? [focused.y] : [],
    hoverinfo: "skip",
    marker: {
      symbol: "circle-open",
      size: size * 2.1,
      color: theme.text,
      line: { width: 2, color: theme.text },
    },
  } as unknown as (typeof data)[number]);

  const axis = { visible: false, showgrid: false, zeroline: false, fixedrange: false };
  return {
    data,
    layout: {
      ...baseLayout(theme),
      margin: { l: 12, r: 12, t: 12, b: 12 },
      hovermode: "closest",
      hoverdistance: 12,
      dragmode: input.mode,
      uirevision: "map",
      selectionrevision: input.drawn,
      selections: [],
      newselection: { line: { color: theme.accent, width: 1.5, dash: "solid" } },
      xaxis: { ...axis },
      yaxis: { ...axis, scaleanchor: "x", scaleratio: 1 },
      shapes: input.outline
        ? [
            {
              type: "path",
              path: `M ${input.outline.map(([x, y]) => `${x},${y}`).join(" L ")} Z`,
              line: { color: theme.accent, width: 1.5 },
              fillcolor: theme.accent,
              opacity: 0.14,
            },
          ]
        : [],
    },
  };
}
