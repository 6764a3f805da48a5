import type { ScoreUnits } from "@/core/analysis/scores/contribution";
import type { SelectionRule } from "@/core/analysis/selection/rule";
import type { ProjectId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { listSelections } from "@/db/queries/selections";
import type { Services } from "@/server/services/services";
import { as } from "./project";

export const BACKGROUND = "Decided by the background";
export const BODY = "Decided by the body";

interface DemoSelection {
  name: string;
  colour: string;
  note: string;
  /** Index into the demo people. */
  author: number;
  units: ScoreUnits;
  /** Part name → least and greatest shown score. */
  ranges: Record<string, [number, number]>;
}

/**
 * The paper's second and third scenario, as rules that follow the data, and what to hold them against. Most members of the first are of the breed
 * that the training set shows with an armchair: the planted shortcut, which the sum sees and the mean hardly.
 */
const SELECTIONS: readonly DemoSelection[] = [
  {
    name: BACKGROUND,
    colour: "#d55e00",
    note: "At least half of the summed relevance lies in the background. Look at the breeds, and at what stands behind them; in some, a second animal stands beside.",
    author: 0,
    units: { normalisation: "absolute", aggregation: "sum" },
    ranges: { Background: [0.5, 1] },
  },
  {
    name: "Turned heads?",
    colour: "#0072b2",
    note: "Left eye for, right eye against: many of these cats look to one side.",
    author: 1,
    units: { normalisation: "per-sign", aggregation: "mean" },
    ranges: { "Left Eye": [0, 1], "Right Eye": [-1, 0] },
  },
  {
    name: BODY,
    colour: "#2e9e5b",
    note: "At least half of the summed relevance lies in the body: the animal itself decides.",
    author: 2,
    units: { normalisation: "absolute", aggregation: "sum" },
    ranges: { Body: [0.5, 1] },
  },
];

export async function ensureSelections(
  services: Services,
  projectId: ProjectId,
  parts: readonly Part[],
  userIds: readonly string[],
): Promise<void> {
  const existing = new Set((await listSelections(services.db, { projectId })).map((s) => s.name));
  for (const { name, colour, note, author, units, ranges } of SELECTIONS.filter(
    (s) => !existing.has(s.name),
  )) {
    const rule: SelectionRule = {
      ...units,
      ranges: Object.entries(ranges).map(([part, [min, max]]) => ({
        partId: parts.find((p) => p.name === part)!.id,
        min,
        max,
      })),
    };
    await as(services, userIds[author]!).selections.create({
      projectId,
      name,
      colour,
      note,
      made: { kind: "rule", rule: { ...rule } },
    });
  }
}
