import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import * as Y from "yjs";
import { readDocument } from "@/core/annotation/read";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";

/** The stack's own Postgres, to look behind the screen: what is really committed? */
export async function query<Row extends pg.QueryResultRow>(
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export function dataDir(): string {
  const folder = process.env.E2E_DATA_DIR;
  if (!folder)
    throw new Error("E2E_DATA_DIR is not set: run the journeys through npm test or playwright test.");
  return folder;
}

function databaseUrl(): string {
  const read = (name: string) => readFileSync(join(dataDir(), name), "utf8").trim();
  return `postgres://partwise:${encodeURIComponent(read("postgres-password"))}@127.0.0.1:${read("postgres-port")}/partwise`;
}

export interface UntouchedImage {
  id: string;
  name: string;
  width: number;
  height: number;
}

/** A photograph of the project on which nobody has drawn anything yet. */
export async function untouchedImage(projectId: string): Promise<UntouchedImage> {
  const [image] = await query<UntouchedImage & pg.QueryResultRow>(
    `select i.id, i.name, i.width, i.height from images i where i.project_id = $1
     and not exists (select 1 from revisions r where r.image_id = i.id)
     and not exists (select 1 from documents d where d.image_id = i.id and (
       exists (select 1 from document_updates u where u.document_id = d.id)
       or exists (select 1 from document_snapshots s where s.document_id = d.id)))
     order by i.created_at, i.id limit 1`,
    [projectId],
  );
  if (!image) throw new Error("Every photograph of the project has been drawn on.");
  return image;
}

/** What Postgres holds of an image's shared document. */
export async function committedDocument(imageId: string): Promise<DocumentSnapshot> {
  const rows = await query<{ bytes: Buffer }>(
    `select s.state as bytes from document_snapshots s join documents d on d.id = s.document_id where d.image_id = $1
     union all
     select u.update from document_updates u join documents d on d.id = u.document_id and d.epoch = u.epoch
     where d.image_id = $1`,
    [imageId],
  );
  const doc = new Y.Doc();
  for (const { bytes } of rows) Y.applyUpdate(doc, new Uint8Array(bytes));
  return readDocument(doc);
}
