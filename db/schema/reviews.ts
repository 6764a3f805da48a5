import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  index,
  pgEnum,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { REVIEW_REASON_NAMES, VERDICTS } from "@/core/domain/review";
import { users } from "./accounts";
import { revisions } from "./annotation";
import { parts, projects } from "./projects";

export const verdictEnum = pgEnum("review_verdict", VERDICTS);
export const reasonEnum = pgEnum("review_reason", REVIEW_REASON_NAMES);

/** What a reviewer says of one part of a frozen revision; the newest word stands. */
export const partDecisions = pgTable(
  "part_decisions",
  {
    revisionId: uuid()
      .notNull()
      .references(() => revisions.id, { onDelete: "cascade" }),
    partId: uuid()
      .notNull()
      .references(() => parts.id, { onDelete: "cascade" }),
    verdict: verdictEnum().notNull(),
    /** With `changes_requested` only. */
    reason: reasonEnum(),
    note: text().notNull().default(""),
    decidedBy: uuid().references(() => users.id, { onDelete: "set null" }),
    decidedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** A new number with every change, never used again: whoever decides says which one was on the screen. */
    version: serial().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.revisionId, t.partId] }),
    check("part_decisions_reason", sql`(${t.verdict} = 'changes_requested') = (${t.reason} is not null)`),
  ],
);

/** A remark pinned to a place of the photograph, in image pixels. It stays open until somebody settles it. */
export const reviewComments = pgTable(
  "review_comments",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    /** The revision it was made on; later revisions of the image show it too while it is open. */
    revisionId: uuid()
      .notNull()
      .references(() => revisions.id, { onDelete: "cascade" }),
    partId: uuid().references(() => parts.id, { onDelete: "set null" }),
    x: doublePrecision().notNull(),
    y: doublePrecision().notNull(),
    text: text().notNull(),
    authorId: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    settledBy: uuid().references(() => users.id, { onDelete: "set null" }),
    settledAt: timestamp({ withTimezone: true }),
  },
  (t) => [index("review_comments_revision").on(t.revisionId)],
);
