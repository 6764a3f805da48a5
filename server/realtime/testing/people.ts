import { sql } from "drizzle-orm";
import type { Role } from "@/core/domain/roles";
import type { Db } from "@/db/client";

/** One project with a photograph, its document, and a person for each role given. */
export interface Scene {
  projectId: string;
  imageId: string;
  documentId: string;
  /** User ids by the names given. */
  people: Record<string, string>;
}

async function insertId(db: Db, statement: ReturnType<typeof sql>): Promise<string> {
  const [row] = (await db.execute(statement)).rows as { id: string }[];
  return row!.id;
}

/** `people`: name → role; null for somebody outside the project. */
export async function createScene(db: Db, people: Record<string, Role | null> = {}): Promise<Scene> {
  const projectId = await insertId(db, sql`insert into projects (name) values ('Cats') returning id`);
  const ids: Record<string, string> = {};
  for (const [name, role] of Object.entries(people)) {
    const email = `${name}-${projectId}@example.org`;
    const id = await insertId(
      db,
      sql`insert into users (email, name, colour) values (${email}, ${name}, '#0072b2') returning id`,
    );
    ids[name] = id;
    if (role)
      await db.execute(
        sql`insert into members (project_id, user_id, role) values (${projectId}, ${id}, ${role})`,
      );
  }
  const imageId = await insertId(
    db,
    sql`insert into images (project_id, name, sha256, bytes, mime)
        values (${projectId}, 'cat.jpg', ${"0".repeat(64)}, 1, 'image/jpeg') returning id`,
  );
  const documentId = await insertId(
    db,
    sql`insert into documents (project_id, image_id) values (${projectId}, ${imageId}) returning id`,
  );
  return { projectId, imageId, documentId, people: ids };
}
