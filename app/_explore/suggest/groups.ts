import { unitsInWords } from "@/app/_ui/scoring/words";
import type { Suggestion, SuggestResult, SuggestSettings } from "@/core/analysis/comparison/suggestions";
import type { ScoreUnits } from "@/core/analysis/scores/contribution";
import { percent } from "../figures/figure";
import { SELECTION_COLOURS } from "../selection-colours";
import { ruleInWords } from "../words";
import { SUGGESTED } from "./choice";

/** A suggestion as it stands in the list and on the map, before anybody keeps it. */
export interface SuggestedGroup extends Suggestion {
  /** Unique to this search: what is looked at goes away with the search that found it. */
  id: string;
  name: string;
  colour: string;
}

type Named = { id: string; name: string };

/** A part speaks against a group where its mean is this low. */
const AGAINST = -0.1;
const UNGROUPED: Record<Exclude<Suggestion["kind"], "cluster">, { name: string; colour: string }> = {
  noise: { name: "In no group", colour: "#8a8f98" },
  outliers: { name: "Outliers", colour: "#3c4048" },
  between: { name: "Between groups", colour: "#8a8f98" },
};

/** The groups of a search with names of their own and colours. `search` tells its ids from those of others. */
export function suggestedGroups(
  result: SuggestResult,
  parts: readonly Named[],
  search: number,
): SuggestedGroup[] {
  const names = new Map<string, number>();
  return [...result.clusters, ...result.rest].map((s, i) => {
    const fixed = s.kind === "cluster" ? null : UNGROUPED[s.kind];
    const name = fixed?.name ?? clusterName(s, parts);
    const times = (names.get(name) ?? 0) + 1;
    names.set(name, times);
    return {
      ...s,
      id: `${SUGGESTED}${search}:${i}`,
      name: times === 1 ? name : `${name} (${times})`,
      colour: fixed?.colour ?? SELECTION_COLOURS[i % SELECTION_COLOURS.length]!,
    };
  });
}

function clusterName({ leading, against, statistics }: Suggestion, parts: readonly Named[]): string {
  const low =
    against !== null && (statistics.parts[against]?.mean ?? 0) <= AGAINST ? parts[against]?.name : null;
  if (leading === null) return low ? `${low} against` : "No part leads";
  const name = `${parts[leading]?.name} leads`;
  return low ? `${name}, ${low} against` : name;
}

/** “Background leads: +70 % on average, top contributor in 40 of 40. 33 of 40 taken for Egyptian cat, 4 for tabby cat.” */
export function groupInWords({ leading, statistics }: Suggestion, parts: readonly Named[]): string {
  const { images, scored, classes, topContributors } = statistics;
  const sentences: string[] = [];
  if (leading !== null) {
    const mean = statistics.parts[leading]?.mean ?? 0;
    sentences.push(
      `${parts[leading]?.name}: ${percent(mean)} on average, top contributor in ${topContributors[leading]} of ${scored}.`,
    );
  }
  const [first, second] = classes;
  if (first) {
    const most =
      first.count === images
        ? `All taken for ${first.key}`
        : `${first.count} of ${images} taken for ${first.key}`;
    sentences.push(second ? `${most}, ${second.count} for ${second.key}.` : `${most}.`);
  }
  return sentences.join(" ");
}

export interface HowFound {
  settings: SuggestSettings;
  units: ScoreUnits;
  weights: readonly number[];
  clusters: number;
  clustered: number;
  /** Whether filters had taken images away. */
  filtered: boolean;
}

/** How a group was found, for the note of the selection it becomes: enough to find it again. */
export function foundInWords(group: Suggestion, how: HowFound, parts: readonly Named[]): string {
  const { settings, weights } = how;
  const method =
    settings.method === "hdbscan"
      ? `HDBSCAN (smallest group ${settings.minClusterSize}, ${settings.selection === "leaf" ? "fine: leaves" : "coarse: excess of mass"})`
      : `k-medoids (${how.clusters} groups, ${settings.k === null ? "chosen by silhouette" : "chosen by hand"})`;
  const equal = weights.every((w) => w === weights[0]);
  const weighted = equal
    ? "equal weights"
    : `weights ${parts.map((p, k) => `${p.name} ${weights[k]}`).join(", ")}`;
  const kind: Record<Suggestion["kind"], string> = {
    cluster: `One of ${how.clusters} groups suggested by`,
    noise: "The images in no group, by",
    outliers: "Outliers (GLOSH beyond Tukey’s fence) by",
    between: "Images nearer to another group than to their own, by",
  };
  return [
    `${kind[group.kind]} ${method} among ${how.clustered} images${how.filtered ? " that passed the filters" : ""},`,
    `on the weighted cosine distance of their scores (${unitsInWords(how.units)}; ${weighted})`,
    group.silhouette === null ? "" : `, silhouette ${group.silhouette.toFixed(2)}`,
    ".",
    group.rule && group.kind === "cluster" ? ` ${ruleInWords(group.rule, parts)}` : "",
    " Found from the scores, so it describes and does not test.",
  ]
    .join(" ")
    .replace(/ ([,.])/g, "$1")
    .replace(/ {2,}/g, " ");
}
