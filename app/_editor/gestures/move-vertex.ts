import { moveVertices } from "@/core/annotation/commands/move-vertices";
import { clampToImage, type Gesture, type GestureHost } from "./types";

/** Drags one vertex; nothing is written when it was only clicked. */
export function moveVertexGesture(host: GestureHost, shapeId: string, vertexId: string): Gesture {
  let moved: Record<string, readonly [number, number]> | null = null;
  return {
    move: ({ point }) => {
      moved = { [vertexId]: clampToImage(host.image, point) };
      host.drag({ kind: "vertices", shapeId, points: moved });
    },
    end: () => {
      // Written before the drag is taken away, so that the vertex never jumps back for a frame.
      if (moved) moveVertices(host.edit, shapeId, moved);
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
