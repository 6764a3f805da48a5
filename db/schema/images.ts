import {
  bigint,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ClassScore } from "@/core/domain/classes";
import { STAGE_STATES } from "@/core/domain/jobs";
import { IMAGE_STAGES } from "@/core/domain/pipeline";
import { users } from "./accounts";
import { projects } from "./projects";

export const stageEnum = pgEnum("image_stage", IMAGE_STAGES);
export const stageState = pgEnum("stage_state", STAGE_STATES);

/** A photograph in a project. The same bytes twice in one project are one image. */
export const images = pgTable(
  "images",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    name: text().notNull(),
    /** Of the uploaded bytes; also the address of the original blob. */
    sha256: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    mime: text().notNull(),
    /** After EXIF orientation; null until ingested. */
    width: integer(),
    height: integer(),
    uploadedBy: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("images_project_sha256").on(t.projectId, t.sha256),
    index("images_project_created").on(t.projectId, t.createdAt, t.id),
  ],
);

/** Where an image stands in the pipeline; `artefactKey` is the stage's present result. */
export const imageStages = pgTable(
  "image_stages",
  {
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    stage: stageEnum().notNull(),
    state: stageState().notNull(),
    artefactKey: text(),
    /** A sentence for people, with what to do. */
    error: text(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.imageId, t.stage] })],
);

/**
 * Results addressed by what they were made from: key = sha256 of the canonical derivation (core/domain/pipeline).
 * Never updated; the same key always means the same result.
 */
export const artefacts = pgTable("artefacts", {
  key: text().primaryKey(),
  stage: text().notNull(),
  derivation: jsonb().$type<Record<string, unknown>>().notNull(),
  /** Small results in place, large ones as blobs named here by sha256. */
  data: jsonb().$type<ArtefactData>().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export interface IngestData {
  kind: "ingest";
  width: number;
  height: number;
  /** sha256 of blobs: WebP of the whole photograph (longest side ≤ 2048), and a 320-pixel thumbnail. */
  display: string;
  thumb: string;
}

export interface PredictionData {
  kind: "predict";
  /** Best classes first, at most 10. */
  top: ClassScore[];
  /** The best class of the target group. */
  explained: ClassScore;
}

export interface SilhouetteData {
  kind: "segment";
  /** Blob: 8-bit grey PNG, 0 or 255, in the photograph's own size (EXIF-oriented). */
  mask: string;
  /** Share of the photograph inside the silhouette, 0…1. */
  coverage: number;
  /** Foreground classes that were found, with their share of the photograph. */
  found: { name: string; share: number }[];
}

export interface RelevanceData {
  kind: "explain";
  /** Blob: float32 little-endian, H × W of the model's frame, channels summed. */
  map: string;
  width: number;
  height: number;
  target: ClassScore;
  method: string;
  /** Of LRP; null for other methods. */
  composite: string | null;
  epsilon: number | null;
  relevanceSum: number;
  /** (Σ R − score) / |score|; null where the score is 0, or the map is not in its units (Grad-CAM). */
  conservation: number | null;
  /**
   * Relevance that the network's biases took / |score|: with `conservation` it adds up to 0, but for what stabilisers and
   * rounding lose. Null where the score is 0 and for methods other than LRP; missing in results of earlier versions.
   */
  absorbed?: number | null;
}

export interface ScoresData {
  kind: "score";
  /** One entry a part, in part position order. */
  sums: { n: number; sum: number; positive: number; negative: number }[];
  /** κ = |Σ A_k| / Σ |A_k|; null where no part is visible or the map is 0. */
  balance: number | null;
}

/** What one part replaced by is called; the measures of `explain/runtime`. */
export type CheckFill = "blur" | "mean" | "inpaint";

/** How much each part of a revision counts when it alone is taken away: what the scores are held against. */
export interface CheckData {
  kind: "check";
  fill: CheckFill;
  /** By part position: fall of the explained class's score (before softmax); null where the part has no pixel. */
  drops: (number | null)[];
}

/** The randomisation check of a network (Adebayo 2018, cascading): how like its own its maps stay as it forgets. */
export interface RandomisationData {
  kind: "randomise";
  /** Layers with a weight matrix. */
  layers: number;
  photos: number;
  /**
   * From the scores down: with so many layers random, Spearman's ρ between the map and the trained network's, over pixels, mean
   * over photographs; and the same of the magnitudes |R|.
   */
  curve: { layers: number; similarity: number; magnitudes: number }[];
}

export type ArtefactData =
  | IngestData
  | PredictionData
  | SilhouetteData
  | RelevanceData
  | ScoresData
  | CheckData
  | RandomisationData;
