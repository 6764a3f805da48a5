import type { VertexPoints } from "../awareness";
import { liveShape, verticesOf } from "../schema";
import { type EditContext, transact } from "./context";

/**
 * Puts vertices at new places (image pixels). Only the named ones are written, so another person's move of
 * a different vertex survives; a vertex deleted meanwhile stays deleted. False when nothing was written.
 */
export function moveVertices(context: EditContext, shapeId: string, points: VertexPoints): boolean {
  const shape = liveShape(context.doc, shapeId);
  const vertices = shape && verticesOf(shape);
  if (!vertices) return false;
  const known = Object.entries(points).filter(([id]) => vertices.has(id));
  if (known.length === 0) return false;
  return transact(context, () => {
    for (const [id, [x, y]] of known) {
      const old = vertices.get(id);
      if (old) vertices.set(id, [x, y, old[2]]);
    }
    return true;
  });
}

/** Moves vertices of several polygons, as one step: a border that two parts share stays shared. */
export function moveSharedVertices(
  context: EditContext,
  shapes: Readonly<Record<string, VertexPoints>>,
): boolean {
  return transact(context, () => {
    let moved = false;
    for (const [shapeId, points] of Object.entries(shapes))
      moved = moveVertices(context, shapeId, points) || moved;
    return moved;
  });
}
