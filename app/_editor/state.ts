import type { Aggregation, Normalisation } from "@/core/analysis/scores/contribution";
import type { PartSums } from "@/core/analysis/scores/part-sums";
import type { AwarenessState, Drag } from "@/core/annotation/awareness";
import type { StrokeInput } from "@/core/annotation/commands/add-stroke";
import { INITIAL_SAVE_STATE, type SaveState } from "@/core/annotation/save-state";
import { type DocumentSnapshot, EMPTY_SNAPSHOT } from "@/core/annotation/snapshot";
import type { Problem } from "@/core/annotation/validate";
import type { Store } from "./store";

export const TOOLS = ["select", "polygon", "box", "brush", "eraser", "silhouette"] as const;
export type ToolName = (typeof TOOLS)[number];

/** What this person is doing and how they look at it; nobody else's business. */
export interface ViewState {
  tool: ToolName;
  activePartId: string | null;
  selectedId: string | null;
  hoveredId: string | null;
  /** The vertex under the pointer, or the place on an edge where a click would add one. */
  hoveredVertex: string | null;
  edgeHint: readonly [number, number] | null;
  /** Brush radius, image pixels. */
  brushRadius: number;
  pointer: readonly [number, number] | null;
  /** Screen pixels per image pixel. */
  zoom: number;
  regionOpacity: number;
  showHeatmap: boolean;
  heatmapOpacity: number;
  showOutlines: boolean;
  normalisation: Normalisation;
  aggregation: Aggregation;
  helpOpen: boolean;
  drag: Drag | null;
  /** What was last done, for screen readers. */
  announcement: string;
  /** Why the last act did nothing; told on screen for a moment. */
  refused: { text: string } | null;
  /** The silhouette's stroke in progress. */
  silhouetteStroke: StrokeInput | null;
}

/** Says why nothing happened, to the eye and to screen readers. */
export function refuse(view: Store<ViewState>, text: string): void {
  view.set({ announcement: text, refused: { text } });
}

export const INITIAL_VIEW: ViewState = {
  tool: "select",
  activePartId: null,
  selectedId: null,
  hoveredId: null,
  hoveredVertex: null,
  edgeHint: null,
  brushRadius: 12,
  pointer: null,
  zoom: 1,
  regionOpacity: 0.7,
  showHeatmap: false,
  heatmapOpacity: 0.75,
  showOutlines: true,
  normalisation: "per-sign",
  aggregation: "mean",
  helpOpen: false,
  drag: null,
  announcement: "",
  refused: null,
  silhouetteStroke: null,
};

export interface Peer extends AwarenessState {
  clientId: number;
}

/** Why the server will not have this connection; it is not retried by itself. */
export interface Refusal {
  code: number;
  title: string;
  advice: string;
  /** Whether trying again can help. */
  retry: boolean;
}

/** What everybody shares, as this editor knows it now. */
export interface LiveState {
  /** False until the document has been loaded once; editing starts then. */
  ready: boolean;
  snapshot: DocumentSnapshot;
  /** The snapshot with all drags in progress, one's own and others'. */
  shown: DocumentSnapshot;
  problems: readonly Problem[];
  peers: readonly Peer[];
  save: SaveState;
  refusal: Refusal | null;
  /** The server has said that the image is approved. The page says so too, a moment later. */
  readOnly: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** How far the files of the image have come; `none`: there is none yet. */
  resources: Record<"photo" | "silhouette" | "relevance", "none" | "loading" | "ready" | "failed">;
  /** Sums of the relevance per part position for what is shown; null while there is no relevance map. */
  sums: readonly PartSums[] | null;
}

export const INITIAL_LIVE: LiveState = {
  ready: false,
  snapshot: EMPTY_SNAPSHOT,
  shown: EMPTY_SNAPSHOT,
  problems: [],
  peers: [],
  save: INITIAL_SAVE_STATE,
  refusal: null,
  readOnly: false,
  canUndo: false,
  canRedo: false,
  resources: { photo: "loading", silhouette: "none", relevance: "none" },
  sums: null,
};
