import { describe, expect, it } from "vitest";
import { addBox } from "@/core/annotation/commands/add-box";
import { addPolygon } from "@/core/annotation/commands/add-polygon";
import { correctSilhouette } from "@/core/annotation/commands/correct-silhouette";
import { moveShape } from "@/core/annotation/commands/move-shape";
import { moveVertices } from "@/core/annotation/commands/move-vertices";
import { setAbsent } from "@/core/annotation/commands/set-absent";
import { deleteShape } from "@/core/annotation/commands/shape-state";
import { readDocument } from "@/core/annotation/read";
import type { DocumentSnapshot, PolygonShape } from "@/core/annotation/snapshot";
import { peer, syncAll } from "@/core/annotation/testing/peers";
import { createUndoManager } from "@/core/annotation/undo";
import { DocumentView } from "./document-view";

describe("DocumentView", () => {
  it("equals a whole reading after every kind of change, and keeps unchanged shapes by reference", () => {
    const [a, b] = [peer("a", 1), peer("b", 2)];
    let seen: DocumentSnapshot | null = null;
    const view = new DocumentView(a.doc, (snapshot) => {
      seen = snapshot;
      expect(snapshot).toEqual(readDocument(a.doc));
    });
    const undo = createUndoManager(a.doc, a.origin);
    const polygon = addPolygon(a, "ear", [
      [0, 0],
      [9, 0],
      [9, 9],
    ]);
    const box = addBox(a, "eye", [1, 1, 2, 2]);
    syncAll(a, b);
    const before = seen!.shapes.find((s) => s.id === box);
    const [vertex] = (readDocument(b.doc).shapes.find((s) => s.id === polygon) as PolygonShape).vertices;
    moveVertices(b, polygon, { [vertex!.id]: [5, 5] });
    correctSilhouette(b, { mode: "add", radius: 2, path: [1, 1] });
    syncAll(a, b);
    expect(seen!.shapes.find((s) => s.id === box)).toBe(before);
    expect((seen!.shapes.find((s) => s.id === polygon) as PolygonShape).vertices[0]).toMatchObject({
      x: 5,
      y: 5,
    });
    moveShape(a, box, 1, 1);
    setAbsent(a, "nose", true);
    deleteShape(a, polygon);
    expect(seen!.shapes).toHaveLength(1);
    undo.undo();
    expect(seen!.shapes).toHaveLength(2);
    view.destroy();
    addBox(a, "eye", [1, 1, 2, 2]);
    expect(seen!.shapes).toHaveLength(2);
  });
});
