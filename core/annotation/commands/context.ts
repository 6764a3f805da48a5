import type * as Y from "yjs";

/**
 * Who edits, and as what. `origin` marks the transaction: the view ignores its own, and the undo manager
 * tracks exactly it. Ids come from outside, so commands stay pure.
 */
export interface EditContext {
  doc: Y.Doc;
  user: string;
  origin: object;
  newId: () => string;
}

/** Every command is one transaction: one update on the wire, one row in the log, one step of undo. */
export function transact<T>(context: EditContext, change: () => T): T {
  return context.doc.transact(change, context.origin);
}
