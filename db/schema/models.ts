import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { DOWNLOAD_STATES, STAGE_STATES } from "@/core/domain/jobs";
import type { InputTransform } from "@/core/domain/spaces";
import { users } from "./accounts";

export const modelKind = pgEnum("model_kind", ["classifier", "segmenter"]);

/** Networks known to the installation; the file itself is a blob addressed by `sha256`. */
export const models = pgTable(
  "models",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: modelKind().notNull(),
    name: text().notNull(),
    sha256: text().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    classNames: jsonb().$type<string[]>().notNull(),
    inputTransform: jsonb().$type<InputTransform>().notNull(),
    /** Classifier: whether the compiler can explain it. Segmenter: whether it can be run. */
    usable: boolean().notNull(),
    /** What the compiler said at registration: layers, rules, unsupported ops with node names. */
    inspection: jsonb().$type<ModelInspection>().notNull(),
    /** Segmenter: class indices counted as foreground; null means every class but 0. */
    foreground: jsonb().$type<number[]>(),
    /** Shown beside the name, e.g. that a network is a placeholder. */
    note: text().notNull().default(""),
    inputSize: integer().notNull().default(0),
    addedBy: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("models_kind").on(t.kind)],
);

export const modelCheckState = pgEnum("model_check_state", STAGE_STATES);

/** The randomisation check of a network; a row once somebody, or the first project with photographs, has asked for it. */
export const modelChecks = pgTable("model_checks", {
  modelId: uuid()
    .primaryKey()
    .references(() => models.id, { onDelete: "cascade" }),
  state: modelCheckState().notNull(),
  /** Key of the `randomise` artefact. */
  artefactKey: text(),
  error: text(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const downloadState = pgEnum("download_state", DOWNLOAD_STATES);

/** The last time somebody had a known network fetched, by its name in the catalogue. */
export const modelDownloads = pgTable("model_downloads", {
  name: text().primaryKey(),
  state: downloadState().notNull(),
  /** Bytes that have come. */
  received: bigint({ mode: "number" }).notNull().default(0),
  error: text(),
  requestedBy: uuid().references(() => users.id, { onDelete: "set null" }),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export interface ModelInspection {
  opset: number;
  inputShape: (number | null)[];
  outputShape: (number | null)[];
  layers: { node: string; op: string; rule: string }[];
  unsupported: { node: string; op: string; reason: string }[];
  /** One sentence for people. */
  summary: string;
}
