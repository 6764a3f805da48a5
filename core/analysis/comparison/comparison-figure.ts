import { percent } from "./percent";
import type { PartStatistics } from "./selection-statistics";
import type { SvgFigure, SvgNode } from "./svg";

export interface FigureColours {
  text: string;
  muted: string;
  grid: string;
  zero: string;
}

export interface FigureGroup {
  name: string;
  colour: string;
  /** By the order of the figure's parts. */
  parts: readonly PartStatistics[];
}

const FONT = "Inter, 'Inter Variable', system-ui, sans-serif";
const LABELS = 116;
const VALUES = 64;
const BAR = 11;
const BAR_GAP = 3;
const ROW_GAP = 14;
const AXIS = 26;

/**
 * Mean weighted score per part, one bar a group with its 95 % interval, for to the right of zero and against to
 * the left. A part no image of a group shows says “absent” instead of having a bar. `width` in pixels.
 */
export function comparisonFigure(
  parts: readonly { name: string }[],
  groups: readonly FigureGroup[],
  colours: FigureColours,
  width = 720,
): SvgFigure {
  const rowHeight = groups.length * BAR + (groups.length - 1) * BAR_GAP + ROW_GAP;
  const height = parts.length * rowHeight + AXIS;
  const { x, ticks } = scale(groups, LABELS + 12, width - VALUES);
  const nodes: SvgNode[] = ticks.flatMap((tick) => [
    line(x(tick), 0, x(tick), height - AXIS + 4, tick === 0 ? colours.zero : colours.grid, 1),
    label(x(tick), height - 8, percent(tick), { fill: colours.muted, "text-anchor": "middle" }),
  ]);
  parts.forEach((part, k) => {
    const top = k * rowHeight + ROW_GAP / 2;
    const middle = top + (rowHeight - ROW_GAP) / 2;
    nodes.push(
      label(LABELS, middle + 4, shortened(part.name, 18), { fill: colours.text, "text-anchor": "end" }),
    );
    groups.forEach((group, g) => {
      const y = top + g * (BAR + BAR_GAP);
      nodes.push(...bar(group, k, y, x, width, colours));
    });
  });
  const named = groups.map((g) => g.name).join(" and ");
  return { width, height, label: `Mean weighted score per part of ${named}, with 95 % intervals`, nodes };
}

/** The same without numbers or intervals, for a card: which way each part points, a glance's worth. */
export function glanceFigure(
  parts: readonly { name: string }[],
  groups: readonly FigureGroup[],
  colours: FigureColours,
  width = 280,
): SvgFigure {
  const thickness = 4;
  const names = 62;
  // As high as a small line of text, also for one group.
  const rowHeight = Math.max(12, groups.length * thickness + 5);
  const { x } = scale(groups, names + 8, width - 4);
  const height = parts.length * rowHeight;
  const nodes: SvgNode[] = [line(x(0), 0, x(0), height, colours.zero, 1)];
  for (const [k, part] of parts.entries()) {
    const small = { fill: colours.muted, "text-anchor": "end", "font-size": 9 };
    nodes.push(label(names, (k + 0.5) * rowHeight + 3, shortened(part.name, 13), small));
    for (const [g, group] of groups.entries()) {
      const mean = group.parts[k]?.mean ?? null;
      if (mean === null) continue;
      const y = (k + 0.5) * rowHeight - (groups.length * thickness) / 2 + g * thickness + 0.5;
      nodes.push(rectangle(x(0), x(mean), y, thickness - 1, group.colour));
    }
  }
  const named = groups.map((g) => g.name).join(" and ");
  return { width, height, label: `Mean score per part of ${named}`, nodes };
}

function bar(
  { colour, parts }: FigureGroup,
  k: number,
  y: number,
  x: (value: number) => number,
  width: number,
  colours: FigureColours,
): SvgNode[] {
  const { mean, interval } = parts[k] ?? { mean: null, interval: null };
  const value = (text: string) =>
    label(width, y + BAR - 2, text, { fill: colours.muted, "text-anchor": "end", "font-size": 11 });
  if (mean === null) return [value("absent")];
  const nodes = [rectangle(x(0), x(mean), y, BAR, colour)];
  if (interval) {
    const middle = y + BAR / 2;
    nodes.push(
      line(x(interval.low), middle, x(interval.high), middle, colours.text, 1),
      ...[interval.low, interval.high].map((end) =>
        line(x(end), middle - 3, x(end), middle + 3, colours.text, 1),
      ),
    );
  }
  return [...nodes, value(percent(mean, 1))];
}

/** Zero is always in sight; ends at the farthest interval; about five round ticks. */
function scale(groups: readonly FigureGroup[], left: number, right: number) {
  const values = groups.flatMap((g) =>
    g.parts.flatMap((p) => [p.mean ?? 0, p.interval?.low ?? 0, p.interval?.high ?? 0]),
  );
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  const x = (value: number) => round(left + ((value - low) / span) * (right - left));
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((m) => m * power >= rough)! * power;
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * span; i++) ticks.push(i * step);
  return { x, ticks };
}

function rectangle(from: number, to: number, y: number, height: number, fill: string): SvgNode {
  const [x, width] = [Math.min(from, to), round(Math.abs(to - from))];
  return { tag: "rect", attributes: { x, y, width, height, rx: 1.5, fill } };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width: number): SvgNode {
  return { tag: "line", attributes: { x1, y1, x2, y2, stroke, "stroke-width": width } };
}

function label(x: number, y: number, text: string, attributes: SvgNode["attributes"]): SvgNode {
  return { tag: "text", attributes: { x, y, "font-family": FONT, "font-size": 12, ...attributes }, text };
}

const round = (value: number) => Math.round(value * 100) / 100;

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
