import type { FigureColours } from "./comparison-figure";
import type { PartEffect } from "./part-effects";
import type { SvgFigure, SvgNode } from "./svg";

/** Cliff's δ on a line from −1 to 1: a dot with its interval, over the grey band of what chance alone shows. */
export function deltaFigure(
  { delta, deltaInterval, deltaByChance }: PartEffect,
  colours: FigureColours,
  width = 120,
): SvgFigure {
  const height = 16;
  const middle = height / 2;
  const x = (value: number) => Math.round((4 + ((value + 1) / 2) * (width - 8)) * 100) / 100;
  const line = (x1: number, x2: number, stroke: string, thickness: number): SvgNode => ({
    tag: "line",
    attributes: { x1, x2, y1: middle, y2: middle, stroke, "stroke-width": thickness },
  });
  const nodes: SvgNode[] = [];
  if (deltaByChance) {
    const { low, high } = deltaByChance;
    const band = { x: x(low), y: 1, width: x(high) - x(low), height: height - 2, rx: 2, fill: colours.grid };
    nodes.push({ tag: "rect", attributes: band });
  }
  nodes.push(line(x(-1), x(1), colours.grid, 1), {
    tag: "line",
    attributes: { x1: x(0), x2: x(0), y1: 1, y2: height - 1, stroke: colours.zero, "stroke-width": 1 },
  });
  if (deltaInterval) nodes.push(line(x(deltaInterval.low), x(deltaInterval.high), colours.muted, 2));
  if (delta !== null)
    nodes.push({ tag: "circle", attributes: { cx: x(delta), cy: middle, r: 3.5, fill: colours.text } });
  return { width, height, label: `Cliff’s δ ${delta === null ? "unknown" : delta.toFixed(2)}`, nodes };
}
