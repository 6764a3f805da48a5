import type { FindingView } from "@/core/analysis/comparison/finding";
import type { LayoutMethod } from "@/core/analysis/embedding/layout";
import type { Aggregation, Normalisation } from "@/core/analysis/scores/contribution";
import type { QualityMeasure, QualityRange, ScoreRange, SelectionRule } from "@/core/analysis/selection/rule";
import type { Part } from "@/core/domain/parts";

/** What the map's points are coloured by: selections, groups, a part's score, or the map's own reliability. */
export type ColourBy = "selection" | "group" | "trust" | `part:${string}`;

/** Everything a person has chosen in the workspace; shared data is not here. */
export interface View {
  normalisation: Normalisation;
  aggregation: Aggregation;
  /** By part position. */
  weights: number[];
  method: LayoutMethod;
  /** Narrowed ranges only: a part that is not here is not filtered. */
  ranges: ScoreRange[];
  /** The same for the checks of the explanations. */
  quality: QualityRange[];
  /** Groups shown; null shows all. */
  groupIds: string[] | null;
  colourBy: ColourBy;
  /** Up to two selections, compared in the order they were chosen. */
  compared: string[];
  sort: { partId: string | null; descending: boolean };
  heatmap: number;
  focusedId: string | null;
}

export type ViewAction =
  | { type: "normalisation"; value: Normalisation }
  | { type: "aggregation"; value: Aggregation }
  | { type: "weights"; value: number[] }
  | { type: "method"; value: LayoutMethod }
  | { type: "range"; partId: string; range: Omit<ScoreRange, "partId"> | null }
  | { type: "quality"; measure: QualityMeasure; range: Omit<QualityRange, "measure"> | null }
  | { type: "groups"; value: string[] | null }
  | { type: "clearFilters" }
  | { type: "colourBy"; value: ColourBy }
  | { type: "compare"; selectionId: string }
  | { type: "compareOnly"; selectionId: string | null }
  | { type: "sort"; partId: string | null }
  | { type: "heatmap"; value: number }
  | { type: "focus"; imageId: string | null };

export function initialView(parts: readonly Part[]): View {
  return {
    normalisation: "per-sign",
    aggregation: "mean",
    weights: parts.map(() => 1),
    method: "t-sne",
    ranges: [],
    quality: [],
    groupIds: null,
    colourBy: "selection",
    compared: [],
    sort: { partId: null, descending: true },
    heatmap: 0.6,
    focusedId: null,
  };
}

export function reduceView(view: View, action: ViewAction): View {
  switch (action.type) {
    case "normalisation":
      // Ranges are in the units of the scores, so they cannot be kept.
      return { ...view, normalisation: action.value, ranges: [] };
    case "aggregation":
      return { ...view, aggregation: action.value, ranges: [] };
    case "weights":
      return { ...view, weights: action.value };
    case "method":
      return { ...view, method: action.value };
    case "range": {
      const others = view.ranges.filter((r) => r.partId !== action.partId);
      return {
        ...view,
        ranges: action.range ? [...others, { partId: action.partId, ...action.range }] : others,
      };
    }
    case "quality": {
      const { measure, range } = action;
      const others = view.quality.filter((q) => q.measure !== measure);
      return { ...view, quality: range ? [...others, { measure, ...range }] : others };
    }
    case "groups":
      return { ...view, groupIds: action.value };
    case "clearFilters":
      return { ...view, ranges: [], quality: [], groupIds: null };
    case "colourBy":
      return { ...view, colourBy: action.value };
    case "compare":
      return { ...view, compared: toggled(view.compared, action.selectionId) };
    case "compareOnly":
      return { ...view, compared: action.selectionId === null ? [] : [action.selectionId] };
    case "sort": {
      const same = view.sort.partId === action.partId;
      return { ...view, sort: { partId: action.partId, descending: same ? !view.sort.descending : true } };
    }
    case "heatmap":
      return { ...view, heatmap: action.value };
    case "focus":
      return { ...view, focusedId: action.imageId };
  }
}

/**
 * The view made to fit the project's present parts (an owner may change them while somebody looks): one weight a
 * part, and no range, colour or order by a part that is gone.
 */
export function fitView(view: View, parts: readonly Part[]): View {
  const known = (id: string | null) => parts.some((p) => p.id === id);
  const colourPart = view.colourBy.startsWith("part:") ? view.colourBy.slice(5) : null;
  const fits =
    view.weights.length === parts.length &&
    view.ranges.every((r) => known(r.partId)) &&
    (view.sort.partId === null || known(view.sort.partId)) &&
    (colourPart === null || known(colourPart));
  if (fits) return view;
  return {
    ...view,
    weights: parts.map((_, k) => view.weights[k] ?? 1),
    ranges: view.ranges.filter((r) => known(r.partId)),
    sort: known(view.sort.partId) ? view.sort : { ...view.sort, partId: null },
    colourBy: colourPart === null || known(colourPart) ? view.colourBy : "selection",
  };
}

/** Takes the id out if it is in; else adds it, and lets the older of two go. */
function toggled(compared: readonly string[], id: string): string[] {
  return compared.includes(id) ? compared.filter((c) => c !== id) : [...compared.slice(-1), id];
}

/** The view's filters as a rule, ready to be saved as a selection. */
export function filterRule(
  view: Pick<View, "normalisation" | "aggregation" | "ranges" | "quality" | "groupIds">,
): SelectionRule {
  return {
    normalisation: view.normalisation,
    aggregation: view.aggregation,
    ranges: view.ranges,
    ...(view.quality.length > 0 ? { quality: view.quality } : {}),
    ...(view.groupIds ? { groupIds: view.groupIds } : {}),
  };
}

/** What a finding keeps of the view: all but the selections, which it keeps whole, and the image in focus. */
export function findingView({ compared: _compared, focusedId: _focused, ...kept }: View): FindingView {
  return kept;
}

export function isFiltering(view: View): boolean {
  return view.ranges.length > 0 || view.quality.length > 0 || view.groupIds !== null;
}

export interface WeightPreset {
  name: string;
  weights(parts: readonly Part[]): number[];
}

export const WEIGHT_PRESETS: readonly WeightPreset[] = [
  { name: "Equal", weights: (parts) => parts.map(() => 1) },
  { name: "Anatomy ×10", weights: (parts) => parts.map((p) => (p.kind === "background" ? 1 : 10)) },
  { name: "Anatomy only", weights: (parts) => parts.map((p) => (p.kind === "background" ? 0 : 1)) },
  { name: "Drawn parts only", weights: (parts) => parts.map((p) => (p.kind === "part" ? 1 : 0)) },
];
