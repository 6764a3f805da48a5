import {
  boolean,
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
import { GROUP_SYMBOLS } from "@/core/domain/classes";
import { DEFAULT_EXPLANATION, type Explanation } from "@/core/domain/explanation";
import { PART_KINDS, PART_SIDES } from "@/core/domain/parts";
import { ROLES } from "@/core/domain/roles";
import { users } from "./accounts";
import { models } from "./models";

export const roleEnum = pgEnum("role", ROLES);
export const partKind = pgEnum("part_kind", PART_KINDS);
export const partSide = pgEnum("part_side", PART_SIDES);
export const groupSymbol = pgEnum("group_symbol", GROUP_SYMBOLS);

export const projects = pgTable("projects", {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  description: text().notNull().default(""),
  classifierId: uuid().references(() => models.id),
  segmenterId: uuid().references(() => models.id),
  /** How relevance maps are made. */
  explanation: jsonb().$type<Explanation>().notNull().default(DEFAULT_EXPLANATION),
  /** Whether Background takes part in the sums of the scores. */
  backgroundInScores: boolean().notNull().default(true),
  /** Nobody approves a revision they alone drew. */
  fourEyes: boolean().notNull().default(true),
  createdBy: uuid().references(() => users.id, { onDelete: "set null" }),
  createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

const projectRef = () =>
  uuid()
    .notNull()
    .references(() => projects.id, { onDelete: "cascade" });

export const members = pgTable(
  "members",
  {
    projectId: projectRef(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: roleEnum().notNull(),
    joinedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.userId] }), index("members_user").on(t.userId)],
);

/** Invitation by link. Only the sha256 of the secret is kept. */
export const invitations = pgTable(
  "invitations",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: projectRef(),
    role: roleEnum().notNull(),
    secretHash: text().notNull().unique(),
    createdBy: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp({ withTimezone: true }).notNull(),
    revokedAt: timestamp({ withTimezone: true }),
  },
  (t) => [index("invitations_project").on(t.projectId)],
);

export const parts = pgTable(
  "parts",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: projectRef(),
    name: text().notNull(),
    colour: text().notNull(),
    side: partSide().notNull(),
    kind: partKind().notNull(),
    priority: integer().notNull(),
    position: integer().notNull(),
  },
  (t) => [index("parts_project").on(t.projectId, t.position)],
);

export const classGroups = pgTable(
  "class_groups",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: projectRef(),
    name: text().notNull(),
    symbol: groupSymbol().notNull(),
    isTarget: boolean().notNull(),
    classIndices: jsonb().$type<number[]>().notNull(),
    position: integer().notNull(),
  },
  (t) => [
    index("class_groups_project").on(t.projectId),
    uniqueIndex("class_groups_name").on(t.projectId, t.name),
  ],
);

/** Who did what, kept for good. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: integer().primaryKey().generatedAlwaysAsIdentity(),
    projectId: projectRef(),
    userId: uuid().references(() => users.id, { onDelete: "set null" }),
    action: text().notNull(),
    subject: jsonb().$type<Record<string, unknown>>().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("audit_project").on(t.projectId, t.id)],
);
