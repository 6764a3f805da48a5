import type { StoredChecks } from "@/app/_ui/scoring/check-words";
import type { FindingView } from "@/core/analysis/comparison/finding";
import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { SelectionRule } from "@/core/analysis/selection/rule";
import type { ClassScore, GroupSymbol } from "@/core/domain/classes";
import type { ExplanationOf } from "@/core/domain/explanation";
import type { Part } from "@/core/domain/parts";

export interface ExploreGroup {
  id: string;
  name: string;
  symbol: GroupSymbol;
  isTarget: boolean;
}

export type RevisionState = "none" | "draft" | "submitted" | "approved" | "returned";

export interface ExploreRow {
  imageId: string;
  name: string;
  thumbUrl: string;
  displayUrl: string;
  /** Group of the best class of all. */
  groupId: string;
  /** Best classes, best first. */
  top: ClassScore[];
  /** The class the relevance explains. */
  explained: ClassScore;
  revisionId: string | null;
  revisionState: RevisionState | (string & {});
  /** The annotation has changed since the revision the sums come from. */
  stale: boolean;
  /** The sums are of a relevance map, silhouette or parts of before: they are shown as such and counted nowhere. */
  waiting: boolean;
  /** By part position; null until a revision has been scored. */
  sums: PartSums[] | null;
  /** What the pipeline found when it checked this explanation; missing until there is one. */
  checks?: StoredChecks;
  /** A `.npy` file (float32, H×W or C×H×W) in the model's frame. */
  relevanceUrl: string | null;
  /** Where the model's frame lies on the photograph, as fractions of its size; the whole of it when missing. */
  relevanceFrame?: { x: number; y: number; width: number; height: number };
}

export interface ExploreSelection {
  id: string;
  name: string;
  colour: string;
  authorId: string;
  authorName: string;
  kind: "lasso" | "rule";
  /** Frozen for a lasso; for a rule the members when it was made (the rule itself is what counts). */
  members: string[];
  rule?: SelectionRule | null;
  polygon?: [number, number][] | null;
  layoutKey?: string | null;
  note: string;
  createdAt: Date | string;
  mine: boolean;
  /** May be changed and deleted by this person (an owner may change anybody's); `mine` when missing. */
  editable?: boolean;
}

export interface SharedLayout {
  key: string;
  positions: Record<string, [number, number]>;
}

export interface NewSelection {
  name: string;
  colour: string;
  note: string;
  kind: "lasso" | "rule";
  members: string[];
  rule?: SelectionRule;
  polygon?: [number, number][];
  layoutKey?: string;
}

/** Scores are being made anew: “what: done of of”. */
export interface Remaking {
  what: string;
  done: number;
  of: number;
  /** Annotated photographs that still have the scores of before. */
  waiting: number;
}

export interface ExplorerProps {
  project: { id: string; name: string };
  parts: Part[];
  groups: ExploreGroup[];
  backgroundInScores: boolean;
  rows: ExploreRow[];
  /** Null when no row waits. */
  remaking: Remaking | null;
  /** How the relevance under the scores was made; null where they were not all made alike. */
  explanation: ExplanationOf | null;
  selections: ExploreSelection[];
  /** A canonical layout the parent already knows (say, one that was just shared); used when its key is the wanted one. */
  layout: SharedLayout | null;
  /** The stored canonical layout of a key, null when nobody has computed it. */
  loadLayout?(key: string): Promise<SharedLayout | null>;
  /** Offers a computed layout as the canonical one; `false` when somebody else's was first. */
  onSaveLayout(layout: SharedLayout): Promise<boolean | undefined> | undefined;
  onCreateSelection(input: NewSelection): Promise<{ id: string }>;
  onUpdateSelection(id: string, change: { name?: string; colour?: string; note?: string }): Promise<unknown>;
  onDeleteSelection(id: string): Promise<unknown>;
  /** Keeps the comparison on screen for the project; missing where nothing can be kept. */
  onSaveFinding?:
    | ((draft: {
        title: string;
        note: string;
        selectionIds: string[];
        view: FindingView;
      }) => Promise<{ id: string }>)
    | undefined;
  openFinding?(findingId: string): void;
  openImage(imageId: string): void;
  user: { id: string; name: string; canSelect: boolean };
}
