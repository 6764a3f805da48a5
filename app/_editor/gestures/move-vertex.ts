import type { VertexPoints } from "@/core/annotation/awareness";
import { moveSharedVertices, moveVertices } from "@/core/annotation/commands/move-vertices";
import { snap, verticesNear } from "./neighbours";
import { clampToImage, type Gesture, type GestureHost, type PointerInput } from "./types";

/**
 * Drags one vertex; nothing is written when it was only clicked. Taken hold of with Shift, the vertices of
 * other polygons that lie on it come along; moved with Shift, it snaps to theirs.
 */
export function moveVertexGesture(
  host: GestureHost,
  shapeId: string,
  vertexId: string,
  start: PointerInput,
): Gesture {
  const shape = host.live.get().snapshot.shapes.find((s) => s.id === shapeId);
  const vertex = shape?.type === "polygon" ? shape.vertices.find((v) => v.id === vertexId) : undefined;
  const companions = start.shift && vertex ? verticesNear(host, [vertex.x, vertex.y], 1, [shapeId]) : [];
  const together = [shapeId, ...companions.map((c) => c.shapeId)];
  let points: VertexPoints | null = null;
  let also: Record<string, VertexPoints> | undefined;
  return {
    move: (input) => {
      const at = clampToImage(host.image, input.shift ? snap(host, input.point, together) : input.point);
      points = { [vertexId]: at };
      if (companions.length > 0)
        also = Object.fromEntries(companions.map((c) => [c.shapeId, { [c.vertexId]: at }]));
      host.drag({ kind: "vertices", shapeId, points, ...(also ? { also } : {}) });
    },
    end: () => {
      // Written before the drag is taken away, so that the vertex never jumps back for a frame.
      if (points && also) moveSharedVertices(host.edit, { ...also, [shapeId]: points });
      else if (points) moveVertices(host.edit, shapeId, points);
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
