import type * as Y from "yjs";
import type { VertexTuple } from "./schema";

export interface OrderedVertex {
  id: string;
  x: number;
  y: number;
  order: number;
}

/** The polygon's ring: by order, then id, which decides when two people inserted at the same place at once. */
export function orderedVertices(vertices: Y.Map<VertexTuple>): OrderedVertex[] {
  const ring: OrderedVertex[] = [];
  for (const [id, tuple] of vertices.entries()) {
    if (!Array.isArray(tuple) || tuple.length !== 3 || !tuple.every(Number.isFinite)) continue;
    ring.push({ id, x: tuple[0], y: tuple[1], order: tuple[2] });
  }
  return ring.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
}

/**
 * A number strictly between two orders; null when doubles have run out there (after about fifty insertions at
 * one place) and the ring has to be numbered anew. `after` undefined means the end of the ring.
 */
export function orderBetween(before: number, after: number | undefined): number | null {
  if (after === undefined) return Math.floor(before) + 1;
  const middle = before + (after - before) / 2;
  return middle > before && middle < after ? middle : null;
}
