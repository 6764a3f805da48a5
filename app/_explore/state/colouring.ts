import type { ExploreGroup, ExploreSelection } from "../props";
import type { ScoredRow } from "./scored";
import type { ColourBy } from "./view";

/** Colours of class groups: Okabe & Ito's, in the order of the project's groups. */
const GROUP_COLOURS = ["#0072b2", "#e69f00", "#cc79a7", "#009e73", "#d55e00", "#56b4e9"];
const AGAINST = [59, 111, 184] as const;
const MIDDLE = [200, 203, 208] as const;
const FOR = [200, 68, 60] as const;

export interface ColouringInput {
  colourBy: ColourBy;
  groups: readonly ExploreGroup[];
  selections: readonly Pick<ExploreSelection, "id" | "colour">[];
  members: ReadonlyMap<string, ReadonlySet<string>>;
  /** Selections looked at; when there are any, only they are coloured. */
  compared: readonly string[];
  pointTrust: ReadonlyMap<string, number>;
  partPosition: (partId: string) => number;
}

/** The colour of each image's point, null for the neutral one. Pure, so that map and legend agree. */
export function pointColour(input: ColouringInput): (scored: ScoredRow) => string | null {
  const { colourBy } = input;
  if (colourBy === "group") {
    return ({ row }) => groupColour(input.groups, row.groupId);
  }
  if (colourBy === "trust") {
    return ({ row }) => {
      const trust = input.pointTrust.get(row.imageId);
      return trust === undefined ? null : blend(FOR, MIDDLE, Math.max(0, Math.min(1, (trust - 0.7) / 0.3)));
    };
  }
  if (colourBy.startsWith("part:")) {
    const position = input.partPosition(colourBy.slice(5));
    return ({ result }) => {
      const score = result?.scores[position] ?? null;
      return score === null ? null : scoreColour(score);
    };
  }
  // Later selections lie above earlier ones, those looked at above all.
  const shown = input.compared.length
    ? input.compared.flatMap((id) => input.selections.filter((s) => s.id === id))
    : input.selections;
  const topFirst = [...shown].reverse();
  return ({ row }) => topFirst.find((s) => input.members.get(s.id)?.has(row.imageId))?.colour ?? null;
}

export function groupColour(groups: readonly ExploreGroup[], groupId: string): string {
  const at = groups.findIndex((g) => g.id === groupId);
  return GROUP_COLOURS[Math.max(0, at) % GROUP_COLOURS.length]!;
}

/** Diverging: blue at −60 % and below, neutral at 0, red at +60 % and above. */
export function scoreColour(score: number): string {
  const t = Math.min(1, Math.abs(score) / 0.6);
  return blend(MIDDLE, score < 0 ? AGAINST : FOR, t);
}

function blend(from: readonly number[], to: readonly number[], t: number): string {
  const hex = from.map((f, i) =>
    Math.round(f + (to[i]! - f) * t)
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${hex.join("")}`;
}
