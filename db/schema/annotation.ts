import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { REVISION_STATES } from "@/core/domain/review";
import { users } from "./accounts";
import { images } from "./images";
import { projects } from "./projects";

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
});

/** One Y.Doc. `epoch` rises when the past must not come back (approving, reopening, restoring, deleting). */
export const documents = pgTable(
  "documents",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    epoch: integer().notNull().default(1),
    /** While its newest revision is approved: no update is appended, whoever asks. Changes only with the epoch. */
    readOnly: boolean().notNull().default(false),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [uniqueIndex("documents_image").on(t.imageId)],
);

/** Append log of Yjs updates; a row's id is the acknowledgement a client shows as "Saved". */
export const documentUpdates = pgTable(
  "document_updates",
  {
    id: bigserial({ mode: "number" }).primaryKey(),
    documentId: uuid()
      .notNull()
      .references(() => documents.id, { onDelete: "cascade" }),
    epoch: integer().notNull(),
    update: bytea().notNull(),
    userId: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("document_updates_document").on(t.documentId, t.id)],
);

/** The log up to and including `uptoId`, merged. */
export const documentSnapshots = pgTable("document_snapshots", {
  documentId: uuid()
    .primaryKey()
    .references(() => documents.id, { onDelete: "cascade" }),
  epoch: integer().notNull(),
  state: bytea().notNull(),
  uptoId: bigint({ mode: "number" }).notNull(),
  updatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export const revisionState = pgEnum("revision_state", REVISION_STATES);

/** A frozen document: geometry as plain JSON (core/annotation snapshot), who drew it, and its scores once computed. */
export const revisions = pgTable(
  "revisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    projectId: uuid()
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    documentId: uuid()
      .notNull()
      .references(() => documents.id, { onDelete: "cascade" }),
    number: integer().notNull(),
    state: revisionState().notNull().default("submitted"),
    geometry: jsonb().$type<Record<string, unknown>>().notNull(),
    /** sha256 of the canonical geometry, an input of the score artefact. */
    geometryHash: text().notNull(),
    authorIds: jsonb().$type<string[]>().notNull(),
    createdBy: uuid().references(() => users.id, { onDelete: "set null" }),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
    /** Last log row the frozen geometry contains; later rows make its scores stale. Survives compaction. */
    uptoId: bigint({ mode: "number" }),
    /** Key of the `score` artefact; null while the job is on its way. */
    scoresKey: text(),
    scoresError: text(),
    /** Who closed the review last, or reopened it: `state` says which. */
    reviewedBy: uuid().references(() => users.id, { onDelete: "set null" }),
    reviewedAt: timestamp({ withTimezone: true }),
    reviewNote: text().notNull().default(""),
    /** Key of the `check` artefact of these scores; null while the job is on its way. */
    checkKey: text(),
    checkError: text(),
  },
  (t) => [
    uniqueIndex("revisions_image_number").on(t.imageId, t.number),
    index("revisions_project").on(t.projectId, t.createdAt),
  ],
);
