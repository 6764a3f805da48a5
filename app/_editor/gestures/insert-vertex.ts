import { addVertex } from "@/core/annotation/commands/add-vertex";
import type { PolygonShape } from "@/core/annotation/snapshot";
import { clampToImage, type Gesture, type GestureHost } from "./types";

/** A press on an edge adds a vertex there; dragging on places it elsewhere, still as one step of undo. */
export function insertVertexGesture(
  host: GestureHost,
  shape: PolygonShape,
  afterId: string,
  start: readonly [number, number],
): Gesture {
  let at = start;
  const show = () => {
    const points = shape.vertices.flatMap((v): (readonly [number, number])[] =>
      v.id === afterId ? [[v.x, v.y], at] : [[v.x, v.y]],
    );
    host.drag({ kind: "outline", shapeId: shape.id, partId: shape.partId, points });
  };
  show();
  return {
    move: ({ point }) => {
      at = clampToImage(host.image, point);
      show();
    },
    end: () => {
      addVertex(host.edit, shape.id, afterId, at);
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
