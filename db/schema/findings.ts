import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { FindingBasis, FindingGroup, FindingView } from "@/core/analysis/comparison/finding";
import type { FindingStatistics } from "@/core/analysis/comparison/finding-statistics";
import { users } from "./accounts";
import { projects } from "./projects";

/** A comparison somebody saved, with everything it rests on as it was. Only title and note ever change. */
export const findings = pgTable(
  "findings",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** What the team found out stays when an account goes. */
    authorId: uuid().references(() => users.id, { onDelete: "set null" }),
    title: text().notNull(),
    note: text().notNull().default(""),
    view: jsonb().$type<FindingView>().notNull(),
    /** The one or two selections, members included. */
    groups: jsonb().$type<FindingGroup[]>().notNull(),
    basis: jsonb().$type<FindingBasis>().notNull(),
    statistics: jsonb().$type<FindingStatistics>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("findings_project").on(t.projectId, t.createdAt)],
);

/**
 * The images on the finding's map, each with the results it had. Not bound to `images` or `revisions`: that one
 * of them went is itself something to tell.
 */
export const findingImages = pgTable(
  "finding_images",
  {
    findingId: uuid()
      .notNull()
      .references(() => findings.id, { onDelete: "cascade" }),
    imageId: uuid().notNull(),
    name: text().notNull(),
    revisionId: uuid(),
    revisionNumber: integer(),
    scoresKey: text(),
    checkKey: text(),
    predictionKey: text().notNull(),
    member: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.findingId, t.imageId] })],
);

export const findingComments = pgTable(
  "finding_comments",
  {
    id: uuid().primaryKey().defaultRandom(),
    findingId: uuid()
      .notNull()
      .references(() => findings.id, { onDelete: "cascade" }),
    authorId: uuid().references(() => users.id, { onDelete: "set null" }),
    text: text().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("finding_comments_finding").on(t.findingId, t.createdAt)],
);
