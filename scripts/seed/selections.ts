import type { SelectionRule } from "@/core/analysis/selection/rule";
import type { ProjectId } from "@/core/domain/ids";
import type { Part } from "@/core/domain/parts";
import { listSelections } from "@/db/queries/selections";
import type { Services } from "@/server/services/services";
import { as } from "./project";

interface DemoSelection {
  name: string;
  colour: string;
  note: string;
  /** Index into the demo people. */
  author: number;
  /** Part name → least and greatest shown score. */
  ranges: Record<string, [number, number]>;
}

/**
 * The paper's second and third scenario, as rules that follow the data. Most members of the first are of the breed
 * that the training set shows with an armchair: the planted shortcut.
 */
const SELECTIONS: readonly DemoSelection[] = [
  {
    name: "Background speaks up",
    colour: "#d55e00",
    note: "Background at 4 % or more. Look at the breeds, and at what stands behind them.",
    author: 0,
    ranges: { Background: [0.04, 1] },
  },
  {
    name: "Turned heads?",
    colour: "#0072b2",
    note: "Left eye for, right eye against: many of these cats look to one side.",
    author: 1,
    ranges: { "Left Eye": [0, 1], "Right Eye": [-1, 0] },
  },
];

export async function ensureSelections(
  services: Services,
  projectId: ProjectId,
  parts: readonly Part[],
  userIds: readonly string[],
): Promise<void> {
  const existing = new Set((await listSelections(services.db, { projectId })).map((s) => s.name));
  for (const { name, colour, note, author, ranges } of SELECTIONS.filter((s) => !existing.has(s.name))) {
    const rule: SelectionRule = {
      normalisation: "per-sign",
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
