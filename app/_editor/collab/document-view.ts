import type * as Y from "yjs";
import { readAbsent, readDocument, readShape, readSilhouette } from "@/core/annotation/read";
import { shapesOf } from "@/core/annotation/schema";
import { backToFront, type DocumentSnapshot, type Shape, type Stroke } from "@/core/annotation/snapshot";

/**
 * The document as a snapshot in which an unchanged shape is the same object as before, so that whoever draws
 * it can tell by reference what to renew.
 */
export class DocumentView {
  private readonly shapes = new Map<string, Shape>();
  private readonly changed = new Set<string>();
  private current: DocumentSnapshot;

  constructor(
    private readonly doc: Y.Doc,
    private readonly onChange: (snapshot: DocumentSnapshot) => void,
  ) {
    this.current = readDocument(doc);
    for (const shape of this.current.shapes) this.shapes.set(shape.id, shape);
    shapesOf(doc).observeDeep(this.note);
    doc.on("afterTransaction", this.renew);
  }

  private readonly note = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    for (const event of events) {
      const [id] = event.path;
      if (typeof id === "string") this.changed.add(id);
      else for (const key of event.changes.keys.keys()) this.changed.add(key);
    }
  };

  private readonly renew = (transaction: Y.Transaction): void => {
    if (transaction.changed.size === 0) return;
    for (const id of this.changed) {
      const shape = readShape(this.doc, id);
      if (shape) this.shapes.set(id, shape);
      else this.shapes.delete(id);
    }
    const { current } = this;
    const silhouette = readSilhouette(this.doc);
    this.current = {
      ...current,
      shapes: this.changed.size > 0 ? [...this.shapes.values()].sort(backToFront) : current.shapes,
      absent: readAbsent(this.doc),
      silhouette: sameStrokes(silhouette, current.silhouette) ? current.silhouette : silhouette,
    };
    this.changed.clear();
    this.onChange(this.current);
  };

  destroy(): void {
    shapesOf(this.doc).unobserveDeep(this.note);
    this.doc.off("afterTransaction", this.renew);
  }
}

function sameStrokes(a: readonly Stroke[], b: readonly Stroke[]): boolean {
  return a.length === b.length && a.every((stroke, i) => stroke.id === b[i]?.id);
}
