/** The few marks the report's plots are made of. Pure: numbers in, SVG text out; readable on light and on dark. */

const STYLE = `
  text { font: 12px Inter, "Helvetica Neue", Arial, sans-serif; fill: var(--ink); }
  .small { font-size: 11px; fill: var(--quiet); }
  .title { font-weight: 600; }
  .paper { fill: var(--paper); }
  .grid { stroke: var(--grid); stroke-width: 1; }
  .zero { stroke: var(--quiet); stroke-width: 1; }
  .dashed { stroke-dasharray: 4 3; }
  .a { --c: var(--a); } .b { --c: var(--b); } .c { --c: var(--c3); }
  .line { stroke: var(--c); stroke-width: 2; fill: none; stroke-linejoin: round; stroke-linecap: round; }
  .dot { fill: var(--c); stroke: var(--paper); stroke-width: 1; }
  .faint { fill-opacity: 0.65; }
  :root { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --grid: #e4e7eb; --a: #2458b8; --b: #c2570c; --c3: #5b8a1f; }
  @media (prefers-color-scheme: dark) {
    :root { --paper: #15191f; --ink: #e6e9ed; --quiet: #a0a9b4; --grid: #2c333c; --a: #7aa7ff; --b: #ff9d57; --c3: #9fd356; }
  }`;

const fixed = (v: number) => String(Math.round(v * 100) / 100);

export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A whole picture; `title` is what a screen reader says of it. */
export function picture(width: number, height: number, title: string, marks: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}
</style>
<rect class="paper" width="${width}" height="${height}" rx="6"/>
${marks.join("\n")}
</svg>
`;
}

export type Anchor = "start" | "middle" | "end";

export function text(x: number, y: number, content: string, style = "", anchor: Anchor = "start"): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" class="${style}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, style: string): string {
  return `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}" class="${style}"/>`;
}

export function path(points: readonly (readonly [number, number])[], style: string): string {
  return `<polyline points="${points.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(" ")}" class="line ${style}"/>`;
}

export function dot(x: number, y: number, style: string, radius = 4): string {
  return `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${radius}" class="dot ${style}"/>`;
}

/** A linear map from data to pixels; what lies outside is drawn at the edge. */
export function scale(from: readonly [number, number], to: readonly [number, number]): (v: number) => number {
  return (v) => {
    const share = (Math.min(Math.max(v, from[0]), from[1]) - from[0]) / (from[1] - from[0]);
    return to[0] + share * (to[1] - to[0]);
  };
}

export const tick = (v: number): string => String(v).replace("-", "−");

/** Coloured dots with their names, side by side. */
export function legend(
  x: number,
  y: number,
  entries: readonly { style: string; label: string; width: number }[],
) {
  let at = x;
  return entries.map(({ style, label, width }) => {
    const mark = dot(at, y - 4, style) + text(at + 9, y, label, "small");
    at += width;
    return mark;
  });
}
