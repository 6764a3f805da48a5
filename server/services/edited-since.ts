import { AppError } from "@/core/domain/errors";
import type { Db } from "@/db/client";
import { loadDocument } from "@/db/queries/documents";
import { editorsSince } from "@/db/queries/freeze";
import type { RevisionStanding } from "@/db/queries/reviews";
import { findPeople } from "@/db/queries/users";
import { geometryHash, snapshotOf } from "./document-snapshot";

/**
 * Who changed the drawing after the revision was frozen, by name (edits already folded into a snapshot no longer
 * name theirs); null when the drawing is still the revision, or the photograph is gone.
 */
export async function editedSince(db: Db, revision: RevisionStanding): Promise<string[] | null> {
  try {
    const { state } = await loadDocument(db, revision.documentId);
    if (geometryHash(snapshotOf(state)) === revision.geometryHash) return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
  const editors = await editorsSince(db, { documentId: revision.documentId, after: revision.uptoId ?? 0 });
  return (await findPeople(db, { ids: editors })).map((person) => person.name);
}
