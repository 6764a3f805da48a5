import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Figures } from "../figures/all";
import { filled } from "./format";
import { checkPlot, fillsPlot, methodsPlot, randomisationPlot } from "./plots";
import * as tables from "./tables";

export const PLOTS = {
  methods: methodsPlot,
  fills: fillsPlot,
  randomisation: randomisationPlot,
  check: checkPlot,
} as const;

const handWritten = (name: string) => readFileSync(new URL(`./${name}`, import.meta.url), "utf8").trim();

/** The report as Markdown: what was written by hand (with the figures filled in), tables and plots. */
export function reportText(figures: Figures): string {
  const made = {
    tables: {
      rank: tables.rankTable(figures),
      funnyBirdsSum: tables.funnyBirdsTable(figures, "sum"),
      funnyBirdsMean: tables.funnyBirdsTable(figures, "mean"),
      curve: tables.curveTable(figures),
      detail: tables.detailTable(figures),
      randomisation: tables.randomisationTable(figures),
      fill: tables.fillTable(figures),
      fillParts: tables.fillPartsTable(figures),
      check: tables.checkTable(figures),
      truth: tables.truthTable(figures),
      firstPlaces: tables.firstPlacesTable(figures),
    },
  };
  return `${filled(handWritten("report.md"), { ...figures, ...made })}\n`;
}

/** JSON with a number list a line, so that a change of figures is a diff one can read. */
function figuresText(figures: Figures): string {
  const lists = /\[\s+(-?[\d.e-]+(?:,\s+-?[\d.e-]+)*)\s+\]/g;
  return `${JSON.stringify(figures, null, 1).replaceAll(lists, (_, inner: string) => `[${inner.split(/,\s+/).join(", ")}]`)}\n`;
}

export function writeReport(figures: Figures, folder: string): void {
  mkdirSync(path.join(folder, "images"), { recursive: true });
  writeFileSync(path.join(folder, "faithfulness.json"), figuresText(figures));
  for (const [name, plot] of Object.entries(PLOTS)) {
    writeFileSync(path.join(folder, "images", `faithfulness-${name}.svg`), plot(figures));
  }
  writeFileSync(path.join(folder, "faithfulness.md"), reportText(figures));
}
