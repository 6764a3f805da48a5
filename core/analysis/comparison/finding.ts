import { z } from "zod";
import type { Part } from "@/core/domain/parts";
import { AGGREGATIONS, NORMALISATIONS } from "../scores/contribution";
import { QUALITY_MEASURES, type SelectionRule } from "../selection/rule";

/**
 * What of a person's view of the explorer a finding keeps: all that its numbers depend on, and what its map
 * looked like. Left out are the selections compared (kept whole, as groups) and the photograph in focus.
 */
export const findingViewSchema = z.object({
  normalisation: z.enum(NORMALISATIONS),
  aggregation: z.enum(AGGREGATIONS),
  /** By part position. */
  weights: z.array(z.number().min(0).max(10)).max(254),
  method: z.enum(["t-sne", "pca"]),
  ranges: z
    .array(
      z.object({
        partId: z.uuid(),
        min: z.number(),
        max: z.number(),
        orAbsent: z.boolean().optional(),
      }),
    )
    .max(254),
  quality: z
    .array(
      z.object({
        measure: z.enum(QUALITY_MEASURES),
        min: z.number().min(-1).max(1),
        max: z.number().min(-1).max(1),
      }),
    )
    .max(QUALITY_MEASURES.length),
  groupIds: z.array(z.string().max(80)).max(100).nullable(),
  colourBy: z.union([z.enum(["selection", "group", "trust"]), z.templateLiteral(["part:", z.string()])]),
  sort: z.object({ partId: z.uuid().nullable(), descending: z.boolean() }),
  heatmap: z.number().min(0).max(1),
});
export type FindingView = z.infer<typeof findingViewSchema>;

/** A selection as it was when the finding was made. */
export interface FindingGroup {
  selectionId: string;
  name: string;
  colour: string;
  authorName: string;
  kind: "lasso" | "rule";
  rule: SelectionRule | null;
  polygon: [number, number][] | null;
  layoutKey: string | null;
  note: string;
  /** All members at that moment, whether the view's filters let them pass or not. */
  members: string[];
}

/** What produced the numbers, besides view, groups and revisions. */
export interface FindingBasis {
  parts: Part[];
  classGroups: { id: string; name: string; symbol: string; isTarget: boolean; classIndices: number[] }[];
  backgroundInScores: boolean;
  model: { id: string; name: string; sha256: string } | null;
  /** Of the members' relevance maps; more than one entry when they were not all made alike. */
  explanations: { method: string; composite: string | null; epsilon: number | null; images: number }[];
  /** Of the map that was looked at; null when no image had scores. */
  layoutKey: string | null;
  resamples: number;
  seed: number;
}

/** One image at that moment: everything its row of the finding's table can be computed from again. */
export interface FindingImage {
  imageId: string;
  name: string;
  revisionId: string | null;
  revisionNumber: number | null;
  /** Key of the score artefact; null while it had none. */
  scoresKey: string | null;
  /** Key of the check artefact of these scores; null while they were not checked. */
  checkKey: string | null;
  /** Key of the prediction artefact. */
  predictionKey: string;
  /** In one of the groups; else it only is on the map. */
  member: boolean;
}

/** Why a finding is no longer what one would find today. */
export type StaleReason =
  | {
      kind: "revision" | "scores" | "prediction" | "removed";
      imageId: string;
      name: string;
      /** Of the annotation it rests on, and of the newest one. */
      was: number | null;
      is: number | null;
    }
  | { kind: "model" }
  /** `is`: the method there is now, in words. */
  | { kind: "explanation"; is: string }
  | { kind: "parts" };
