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

export interface ModelInspection {
  opset: number;
  inputShape: (number | null)[];
  outputShape: (number | null)[];
  layers: { node: string; op: string; rule: string }[];
  unsupported: { node: string; op: string; reason: string }[];
  /** One sentence for people. */
  summary: string;
}
