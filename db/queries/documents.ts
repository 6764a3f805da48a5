import { type SQL, sql } from "drizzle-orm";
import * as Y from "yjs";
import { AppError } from "@/core/domain/errors";
import type { Db } from "../client";
import { CHANNELS, publish } from "../notify";

/** First key of the advisory locks that keep two compactions of one document apart. */
const COMPACTION_LOCK = 7_203_119;

export interface DocumentHead {
  documentId: string;
  projectId: string;
  imageId: string;
  epoch: number;
  /** Its newest revision is approved: nothing is appended until it is reopened. */
  readOnly: boolean;
}

export interface LoadedDocument extends DocumentHead {
  /** One Yjs update holding everything committed. */
  state: Uint8Array;
  /** The highest log row contained; 0 for a document nobody has touched. */
  uptoId: number;
  /** Log rows that are not in the snapshot yet: how much a compaction would save. */
  rows: number;
}

export interface PendingUpdate {
  documentId: string;
  epoch: number;
  update: Uint8Array;
  userId: string | null;
}

async function rowsOf<Row>(db: Db, query: SQL): Promise<Row[]> {
  return (await db.execute(query)).rows as Row[];
}

/** Which project and image a document belongs to; null when there is no such document. */
export async function findDocument(db: Db, documentId: string): Promise<DocumentHead | null> {
  const rows = await rowsOf<DocumentHead>(
    db,
    sql`select id as "documentId", project_id as "projectId", image_id as "imageId", epoch,
               read_only as "readOnly"
        from documents where id = ${documentId}::uuid`,
  );
  return rows[0] ?? null;
}

/**
 * Snapshot and log, merged. One statement, so that a compaction committing meanwhile cannot hide rows between
 * two reads. All log rows of the epoch are taken, not only those above the snapshot's `upto_id`: row ids can
 * commit out of order. Throws `AppError` not_found, or internal when the stored bytes cannot be read.
 */
export async function loadDocument(db: Db, documentId: string): Promise<LoadedDocument> {
  const rows = await rowsOf<StoredRow>(db, storedQuery(documentId));
  const head = rows.find((row) => row.kind === "head");
  if (!head) throw new AppError("not_found", "This image's annotation does not exist any more.");
  return { ...headOf(head), ...mergeStored(documentId, rows) };
}

interface StoredRow {
  kind: "head" | "snapshot" | "update";
  id: string;
  epoch: number;
  bytes: Buffer | null;
  documentId: string;
  projectId: string;
  imageId: string;
  readOnly: boolean;
}

function storedQuery(documentId: string): SQL {
  return sql`
    with d as (select id, project_id, image_id, epoch, read_only from documents where id = ${documentId}::uuid)
    select 'head' as kind, 0::bigint as id, d.epoch, null::bytea as bytes,
           d.id as "documentId", d.project_id as "projectId", d.image_id as "imageId", d.read_only as "readOnly"
      from d
    union all
    select 'snapshot', s.upto_id, s.epoch, s.state, d.id, d.project_id, d.image_id, d.read_only
      from d join document_snapshots s on s.document_id = d.id
    union all
    (select 'update', u.id, u.epoch, u.update, d.id, d.project_id, d.image_id, d.read_only
      from d join document_updates u on u.document_id = d.id and u.epoch = d.epoch order by u.id)`;
}

function headOf(row: StoredRow): DocumentHead {
  return {
    documentId: row.documentId,
    projectId: row.projectId,
    imageId: row.imageId,
    epoch: row.epoch,
    readOnly: row.readOnly,
  };
}

function mergeStored(documentId: string, rows: readonly StoredRow[]) {
  const head = rows.find((row) => row.kind === "head");
  const stored = rows.filter((row) => row.kind !== "head");
  const foreign = stored.find((row) => row.epoch !== head?.epoch);
  if (foreign)
    throw new AppError("internal", `Document ${documentId} has a snapshot of epoch ${foreign.epoch}.`);
  try {
    const state = Y.mergeUpdates(stored.map((row) => row.bytes!));
    return {
      state,
      uptoId: stored.reduce((max, row) => Math.max(max, Number(row.id)), 0),
      rows: stored.filter((row) => row.kind === "update").length,
    };
  } catch (cause) {
    throw new AppError("internal", `The stored bytes of document ${documentId} cannot be read.`, { cause });
  }
}

/**
 * Appends many updates in one statement and one commit, and announces each row as `documentId:rowId:origin` so
 * that other processes read it (`origin` names the writer, which has it already). Returns one row id per entry,
 * in order; null where nothing was stored because the document is gone, its epoch has moved on, or it is
 * read-only (the share lock makes an append and an epoch bump exclude each other).
 */
export async function appendUpdates(
  db: Db,
  updates: readonly PendingUpdate[],
  origin = "",
): Promise<(number | null)[]> {
  if (updates.length === 0) return [];
  const ids = [...new Set(updates.map((u) => u.documentId))].sort();
  const rows = await rowsOf<{ position: string; id: string }>(
    db,
    sql`
    with locked as materialized (
      select id, epoch from documents where id = any(${sql.param(ids)}::uuid[]) and not read_only
      order by id for share
    ), entries as materialized (
      select e.position, nextval('document_updates_id_seq') as id, d.id as document_id, d.epoch, e.bytes,
             (select u.id from users u where u.id = e.user_id) as user_id
      from unnest(
        ${sql.param(updates.map((u) => u.documentId))}::uuid[],
        ${sql.param(updates.map((u) => u.epoch))}::int[],
        ${sql.param(updates.map((u) => Buffer.from(u.update)))}::bytea[],
        ${sql.param(updates.map((u) => u.userId))}::uuid[]
      ) with ordinality as e(document_id, epoch, bytes, user_id, position)
      join locked d on d.id = e.document_id and d.epoch = e.epoch
    ), stored as (
      insert into document_updates (id, document_id, epoch, update, user_id)
      select id, document_id, epoch, bytes, user_id from entries order by position
      returning id, document_id
    )
    select entries.position, stored.id,
           pg_notify(${CHANNELS.document}, stored.document_id || ':' || stored.id || ':' || ${origin}::text)
    from stored join entries on entries.id = stored.id`,
  );
  const result: (number | null)[] = updates.map(() => null);
  for (const row of rows) result[Number(row.position) - 1] = Number(row.id);
  return result;
}

/** Appends one update, e.g. of an import. Throws `AppError` conflict when it is read-only or the epoch has moved on. */
export async function appendUpdate(db: Db, update: PendingUpdate): Promise<number> {
  const [id] = await appendUpdates(db, [update]);
  if (id != null) return id;
  const head = await findDocument(db, update.documentId);
  throw new AppError(
    "conflict",
    head?.readOnly
      ? "This image is approved. A reviewer has to reopen it before anything is drawn."
      : "The annotation was replaced meanwhile; load it again and repeat.",
  );
}

/**
 * The given log rows of a document's present epoch. Rows that a compaction has taken are missing from the
 * answer; the caller then loads the whole document.
 */
export async function readUpdates(
  db: Db,
  documentId: string,
  rowIds: readonly number[],
): Promise<{ id: number; epoch: number; update: Uint8Array }[]> {
  const rows = await rowsOf<{ id: string; epoch: number; update: Buffer }>(
    db,
    sql`select id, epoch, update from document_updates
        where document_id = ${documentId}::uuid and id = any(${sql.param([...rowIds])}::bigint[]) order by id`,
  );
  return rows.map((row) => ({ id: Number(row.id), epoch: row.epoch, update: new Uint8Array(row.update) }));
}

/**
 * Folds the log into the snapshot. Appends go on meanwhile: exactly the rows read are deleted, so one that
 * commits late stays in the log. Returns how many rows were folded; 0 when another compaction is at work.
 */
export async function compactDocument(db: Db, documentId: string): Promise<number> {
  return db.transaction(async (tx) => {
    const [lock] = await rowsOf<{ free: boolean }>(
      tx,
      sql`select pg_try_advisory_xact_lock(${COMPACTION_LOCK}, hashtext(${documentId})) as free`,
    );
    if (!lock?.free) return 0;
    await tx.execute(sql`select 1 from documents where id = ${documentId}::uuid for share`);
    const rows = await rowsOf<StoredRow>(tx, storedQuery(documentId));
    const head = rows.find((row) => row.kind === "head");
    const ids = rows.filter((row) => row.kind === "update").map((row) => row.id);
    if (!head || ids.length === 0) return 0;
    const { state, uptoId } = mergeStored(documentId, rows);
    await writeSnapshot(tx, { documentId, epoch: head.epoch, state: withoutGarbage(state), uptoId });
    await tx.execute(
      sql`delete from document_updates
          where document_id = ${documentId}::uuid and id = any(${sql.param(ids)}::bigint[])`,
    );
    return ids.length;
  });
}

/** Merging alone keeps overwritten values for ever; a document that has seen them drops them. */
function withoutGarbage(state: Uint8Array): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const compact = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return compact;
}

async function writeSnapshot(
  db: Db,
  s: { documentId: string; epoch: number; state: Uint8Array; uptoId: number },
): Promise<void> {
  await db.execute(sql`
    insert into document_snapshots (document_id, epoch, state, upto_id)
    values (${s.documentId}::uuid, ${s.epoch}, ${Buffer.from(s.state)}::bytea, ${s.uptoId})
    on conflict (document_id) do update
    set epoch = excluded.epoch, state = excluded.state, upto_id = excluded.upto_id, updated_at = now()`);
}

/** Keeps appends and other epochs out until the transaction ends. */
export async function holdDocument(tx: Db, documentId: string): Promise<void> {
  await tx.execute(sql`select 1 from documents where id = ${documentId}::uuid for update`);
}

/**
 * Starts a new epoch with the given content (or the present one): every copy of an older epoch, open or
 * offline, is refused from the commit on. `readOnly` says whether the new epoch may be edited; left out, that
 * stays as it is. Throws `AppError` not_found.
 */
export async function bumpEpoch(
  db: Db,
  documentId: string,
  { content, readOnly }: { content?: Uint8Array; readOnly?: boolean } = {},
): Promise<number> {
  return db.transaction(async (tx) => {
    await holdDocument(tx, documentId);
    const loaded = await loadDocument(tx, documentId);
    const epoch = loaded.epoch + 1;
    await tx.execute(
      sql`update documents set epoch = ${epoch}, read_only = ${readOnly ?? loaded.readOnly}
          where id = ${documentId}::uuid`,
    );
    const state = withoutGarbage(content ?? loaded.state);
    await writeSnapshot(tx, { documentId, epoch, state, uptoId: loaded.uptoId });
    await tx.execute(sql`delete from document_updates where document_id = ${documentId}::uuid`);
    await publish(tx, CHANNELS.access, JSON.stringify({ documentId, epoch }));
    return epoch;
  });
}
