import { index, jsonb, pgEnum, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { users } from "./accounts";
import { projects } from "./projects";

export const selectionKind = pgEnum("selection_kind", ["lasso", "rule"]);

export const selections = pgTable(
  "selections",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    authorId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text().notNull(),
    colour: text().notNull(),
    kind: selectionKind().notNull(),
    /** Lasso: frozen image ids. Rule: empty, members follow the data. */
    members: jsonb().$type<string[]>().notNull(),
    /** Rule: the filter; opaque here, owned by core/analysis/selection. */
    rule: jsonb().$type<Record<string, unknown>>(),
    /** Lasso: the drawn outline in layout coordinates, and the layout it was drawn on. */
    polygon: jsonb().$type<[number, number][]>(),
    layoutKey: text(),
    note: text().notNull().default(""),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("selections_project").on(t.projectId, t.createdAt)],
);

/** The canonical map of (scores, weights, method, seed): the first to compute it shares it with the project. */
export const layouts = pgTable(
  "layouts",
  {
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    parameters: jsonb().$type<Record<string, unknown>>().notNull(),
    positions: jsonb().$type<Record<string, [number, number]>>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] })],
);
