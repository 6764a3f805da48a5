import type { ClusterSelection } from "@/core/analysis/clustering/hdbscan";
import {
  defaultClusterSize,
  type SUGGEST_METHODS,
  type SuggestSettings,
} from "@/core/analysis/comparison/suggestions";

/** What a person has chosen in the panel; null numbers are chosen for them. */
export interface SuggestChoice {
  method: (typeof SUGGEST_METHODS)[number];
  minClusterSize: number | null;
  selection: ClusterSelection;
  k: number | null;
}

export const FIRST_CHOICE: SuggestChoice = {
  method: "hdbscan",
  minClusterSize: null,
  selection: "excess-of-mass",
  k: null,
};

/** Ids of suggested groups begin so; they are nobody else's, and mean nothing in a link. */
export const SUGGESTED = "suggested:";

/** All pairs are compared, so beyond this it takes memory and patience a browser does not have. */
export const MOST_IMAGES = 2000;

export function settingsOf(choice: SuggestChoice, images: number): SuggestSettings {
  return choice.method === "hdbscan"
    ? {
        method: "hdbscan",
        minClusterSize: choice.minClusterSize ?? defaultClusterSize(images),
        selection: choice.selection,
      }
    : { method: "k-medoids", k: choice.k };
}
