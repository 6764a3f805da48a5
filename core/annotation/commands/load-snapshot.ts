import { absentOf, copyStroke, createShape, shapesOf, silhouetteOf } from "../schema";
import type { DocumentSnapshot } from "../snapshot";
import { type EditContext, transact } from "./context";

/**
 * Fills an empty document with a snapshot, ids kept: a restored revision starts a new epoch this way
 * (SPEC.md R9). `readDocument` of the result equals the snapshot. Throws when the document is not empty.
 */
export function loadSnapshot(context: Omit<EditContext, "newId">, snapshot: DocumentSnapshot): void {
  const { doc } = context;
  if (shapesOf(doc).size > 0 || absentOf(doc).size > 0 || silhouetteOf(doc).length > 0)
    throw new Error("A snapshot can only be loaded into an empty document.");
  transact({ ...context, newId: () => "" }, () => {
    for (const shape of snapshot.shapes) {
      const { id, partId, z, createdBy, strokes } = shape;
      const common = { partId, z, createdBy, strokes };
      const map =
        shape.type === "polygon"
          ? createShape({ ...common, type: "polygon", vertices: shape.vertices.map((v) => [v.id, v.x, v.y]) })
          : createShape({ ...common, ...shape });
      if (shape.locked) map.set("locked", true);
      if (shape.hidden) map.set("hidden", true);
      shapesOf(doc).set(id, map);
    }
    for (const partId of snapshot.absent) absentOf(doc).set(partId, true);
    silhouetteOf(doc).push(snapshot.silhouette.map(copyStroke));
  });
}
