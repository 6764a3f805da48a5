import { orderedVertices } from "../order";
import { liveShape, verticesOf } from "../schema";
import { type EditContext, transact } from "./context";

/** Removes a vertex; false when it is gone already or the polygon would have fewer than three. */
export function deleteVertex(context: EditContext, shapeId: string, vertexId: string): boolean {
  const shape = liveShape(context.doc, shapeId);
  const vertices = shape && verticesOf(shape);
  if (!vertices?.has(vertexId) || orderedVertices(vertices).length <= 3) return false;
  return transact(context, () => {
    vertices.delete(vertexId);
    return true;
  });
}
