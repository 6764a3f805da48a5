import type { Figure } from "../figures/figure";

/** Two digits with a true minus sign. */
export function number(v: number, digits = 2): string {
  const fixed = v.toFixed(digits);
  return Number(fixed) === 0 ? (0).toFixed(digits) : fixed.replace("-", "−");
}

export const bare = (f: Figure | null): string => (f ? number(f.mean) : "–");

/** Mean and interval. */
export const full = (f: Figure | null): string =>
  f ? `${number(f.mean)} (${number(f.low)} … ${number(f.high)})` : "–";

export const percent = (f: Figure | null): string => (f ? `${number(100 * f.mean, 0)} %` : "–");

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|---|${head
    .slice(1)
    .map(() => "--:")
    .join("|")}|`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

/**
 * Fills `{{path}}` in a text with figures, so that no number is typed twice: `{{truth.decided}}`,
 * `{{methods.lrp-epsilon.rank.sum.drop}}` (an entry of a list is found by its id, label, fill or part); a figure is written
 * with two digits, `{{% path}}` as a percentage, `{{± path}}` with its interval.
 *
 * @throws Error for a path that leads nowhere
 */
export function filled(template: string, figures: unknown): string {
  return template.replaceAll(/\{\{([%±]?)\s*([^}]+?)\s*\}\}/g, (_, form: string, where: string) => {
    const value = lookUp(figures, where);
    // A figure that no image defines: a small sample has some.
    if (value === null) return "–";
    if (typeof value === "string") return value;
    if (typeof value === "number") return form === "%" ? `${number(100 * value, 0)} %` : plain(value);
    if (value && typeof value === "object" && "mean" in value && "low" in value) {
      const figure = value as Figure;
      return form === "%" ? percent(figure) : form === "±" ? full(figure) : bare(figure);
    }
    throw new Error(`The report's text asks for “${where}”, which is not a figure.`);
  });
}

const plain = (v: number) => (Number.isInteger(v) ? String(v) : number(v));

const NAMES = ["id", "fill", "part", "label", "layers"] as const;

function lookUp(from: unknown, where: string): unknown {
  let value = from;
  for (const key of where.split(".")) {
    if (Array.isArray(value)) {
      value = value.find((item: Record<string, unknown>) => NAMES.some((name) => String(item[name]) === key));
    } else value = (value as Record<string, unknown> | null | undefined)?.[key];
    if (value === undefined) {
      throw new Error(`The report's text asks for “${where}”, and there is no “${key}”.`);
    }
  }
  return value;
}
