import { createHash } from "node:crypto";
import * as Y from "yjs";
import { loadSnapshot } from "@/core/annotation/commands/load-snapshot";
import { readDocument } from "@/core/annotation/read";
import type { DocumentSnapshot } from "@/core/annotation/snapshot";

/** The committed state of a document as plain data. */
export function snapshotOf(state: Uint8Array): DocumentSnapshot {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, state);
    return readDocument(doc);
  } finally {
    doc.destroy();
  }
}

/** sha256 of the canonical geometry: equal for equal drawings, whatever edits led there. */
export function geometryHash(snapshot: DocumentSnapshot): string {
  return createHash("sha256").update(JSON.stringify(snapshot)).digest("hex");
}

/** One Yjs update that makes an empty document the snapshot. */
export function stateOf(snapshot: DocumentSnapshot, userId: string): Uint8Array {
  const doc = new Y.Doc();
  try {
    loadSnapshot({ doc, user: userId, origin: {} }, snapshot);
    return Y.encodeStateAsUpdate(doc);
  } finally {
    doc.destroy();
  }
}
