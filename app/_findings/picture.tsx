import { createElement, type ReactNode } from "react";
import type { SvgFigure, SvgNode } from "@/core/analysis/comparison/svg";

interface Props {
  figure: SvgFigure;
  className?: string | undefined;
  /** For a picture whose words stand beside it. */
  decorative?: boolean;
}

/** A figure of core's as elements of the page; it scales to the width it is given. */
export function Picture({ figure: { width, height, label, nodes }, className, decorative = false }: Props) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className={className}
      role="img"
      aria-label={label}
      aria-hidden={decorative || undefined}
    >
      {nodes.map(element)}
    </svg>
  );
}

function element({ tag, attributes, text, children = [] }: SvgNode, key: number): ReactNode {
  const named = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [camel(name), value]));
  return createElement(tag, { key, ...named }, text, ...children.map(element));
}

/** `stroke-width` as React writes it. */
const camel = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
