/** An element of an SVG picture as plain data; attribute names as in SVG. */
export interface SvgNode {
  tag: "g" | "rect" | "line" | "text" | "circle" | "path";
  attributes: Record<string, string | number>;
  text?: string;
  children?: SvgNode[];
}

/** A picture that needs neither a browser nor a script: pages draw it as elements, reports as text. */
export interface SvgFigure {
  width: number;
  height: number;
  /** What it shows, for people who do not see it. */
  label: string;
  nodes: SvgNode[];
}

/** The figure as the text of an `<svg>` element that scales to the width it is given. */
export function svgText({ width, height, label, nodes }: SvgFigure): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(label)}">${nodes.map(nodeText).join("")}</svg>`;
}

function nodeText({ tag, attributes, text, children = [] }: SvgNode): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeMarkup(`${value}`)}"`);
  const inside = `${text === undefined ? "" : escapeMarkup(text)}${children.map(nodeText).join("")}`;
  return `<${tag}${written.join("")}>${inside}</${tag}>`;
}

/** Text for between tags or quotes of HTML and SVG. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
