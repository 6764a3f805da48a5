import type { Interval } from "@/core/analysis/comparison/bootstrap";
import type { FigureColours } from "@/core/analysis/comparison/comparison-figure";
import { type Composition, compositionWords } from "@/core/analysis/comparison/composition";
import { deltaFigure } from "@/core/analysis/comparison/delta-figure";
import type { PartEffect } from "@/core/analysis/comparison/part-effects";
import { percent, signed } from "@/core/analysis/comparison/percent";
import type { Count, PartStatistics } from "@/core/analysis/comparison/selection-statistics";
import { escapeMarkup, svgText } from "@/core/analysis/comparison/svg";
import type { Part } from "@/core/domain/parts";
import type { FindingFace } from "./face";

/** Parts of a report as HTML text; whatever comes from people is escaped here. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  caption: string,
): string {
  const cells = (tag: "th" | "td", row: readonly string[]) =>
    row
      .map((cell, i) =>
        i === 0
          ? `<th scope="${tag === "th" ? "col" : "row"}">${cell}</th>`
          : tag === "th"
            ? `<th scope="col">${cell}</th>`
            : `<td>${cell}</td>`,
      )
      .join("");
  return `<table><caption>${caption}</caption><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells("td", row)}</tr>`)
    .join("")}</tbody></table>`;
}

export function partsTable(
  { statistics, groups }: FindingFace,
  parts: readonly Part[],
  colours: FigureColours,
): string {
  const { effects } = statistics;
  const head = [
    "Part",
    ...groups.map((g) => `Mean in ${escapeMarkup(g.name)}`),
    ...(effects ? ["Hedges’ g", "Cliff’s δ", "δ from −1 to 1"] : []),
  ];
  const rows = parts.map((part) => [
    escapeMarkup(part.name),
    ...statistics.groups.map((g) => meanText(g.parts[part.position]!)),
    ...(effects ? effectTexts(effects[part.position]!, colours) : []),
  ]);
  return table(head, rows, "Mean weighted scores and effect sizes, with 95 % intervals");
}

export function countsTable(
  face: FindingFace,
  title: string,
  nameOf: (key: string) => string,
  countsOf: (group: FindingFace["statistics"]["groups"][number]) => readonly Count[],
  composition: Composition | null,
): string {
  const all = face.statistics.groups.map(countsOf);
  const keys = [...new Set(all.flat().map((c) => c.key))];
  // One category only says that everything is in it.
  if (keys.length < 2) return "";
  const rows = keys.map((key) => [
    escapeMarkup(nameOf(key)),
    ...all.map((counts, g) => {
      const count = counts.find((c) => c.key === key)?.count ?? 0;
      return `${count} (${percent(count / (face.statistics.groups[g]!.images || 1))})`;
    }),
  ]);
  const head = [title, ...face.groups.map((g) => escapeMarkup(g.name))];
  return table(head, rows, composition ? compositionWords(composition) : `${title} counts`);
}

function meanText({ mean, interval, n }: PartStatistics): string {
  if (mean === null) return "absent";
  const range = interval ? `${percent(interval.low, 1)} to ${percent(interval.high, 1)}, ` : "";
  return `${percent(mean, 1)}<br><span class="quiet">${range}n = ${n}</span>`;
}

function effectTexts(effect: PartEffect, colours: FigureColours): string[] {
  const { g, gInterval, delta, deltaInterval, deltaByChance } = effect;
  const text = (value: number | null, interval: Interval | null) =>
    value === null
      ? "–"
      : `${signed(value)}${interval ? `<br><span class="quiet">${range(interval)}</span>` : ""}`;
  return [
    text(g, gInterval),
    text(delta, deltaInterval),
    `${svgText(deltaFigure(effect, colours))}${deltaByChance ? `<br><span class="quiet">by chance ${range(deltaByChance)}</span>` : ""}`,
  ];
}

const range = ({ low, high }: Interval) => `${signed(low)} to ${signed(high)}`;
