import { orderBetween, orderedVertices } from "../order";
import { liveShape, verticesOf } from "../schema";
import { type EditContext, transact } from "./context";

/**
 * Inserts a vertex on the edge that starts at `afterId`; returns its id, or null when the polygon or that
 * vertex is gone.
 */
export function addVertex(
  context: EditContext,
  shapeId: string,
  afterId: string,
  [x, y]: readonly [number, number],
): string | null {
  const shape = liveShape(context.doc, shapeId);
  const vertices = shape && verticesOf(shape);
  if (!vertices) return null;
  const ring = orderedVertices(vertices);
  const index = ring.findIndex((v) => v.id === afterId);
  const before = ring[index];
  if (!before) return null;
  return transact(context, () => {
    const id = context.newId();
    const order = orderBetween(before.order, ring[index + 1]?.order);
    if (order !== null) {
      vertices.set(id, [x, y, order]);
    } else {
      const renumbered = [...ring.slice(0, index + 1), { id, x, y }, ...ring.slice(index + 1)];
      for (const [i, v] of renumbered.entries()) vertices.set(v.id, [v.x, v.y, i + 1]);
    }
    return id;
  });
}
