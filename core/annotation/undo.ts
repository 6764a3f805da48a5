import * as Y from "yjs";
import { absentOf, shapesOf, silhouetteOf } from "./schema";

/**
 * Undo of one person in one image (SPEC.md §3): only transactions of `origin` are undone, each command is one
 * step, and what others did since is left as it is. Destroy it on leaving the image.
 */
export function createUndoManager(doc: Y.Doc, origin: object): Y.UndoManager {
  return new Y.UndoManager([shapesOf(doc), absentOf(doc), silhouetteOf(doc)], {
    trackedOrigins: new Set([origin]),
    captureTimeout: 0,
  });
}
