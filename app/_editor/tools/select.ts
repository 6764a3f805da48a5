import { deleteVertex } from "@/core/annotation/commands/delete-vertex";
import type { Shape } from "@/core/annotation/snapshot";
import { insertVertexGesture } from "../gestures/insert-vertex";
import { moveShapeGesture } from "../gestures/move-shape";
import { moveVertexGesture } from "../gestures/move-vertex";
import { panGesture } from "../gestures/pan";
import { resizeBoxGesture } from "../gestures/resize-box";
import { EDGE_REACH, type Gesture, type GestureHost, type PointerInput, REACH } from "../gestures/types";
import { covers, edgeAt, handleAt, shapeAt, vertexAt } from "../stage/hit";
import { refuse } from "../state";
import type { Tool } from "./types";

/** Picks, moves and reshapes. On nothing it pans, and a click on nothing lets go of the selection. */
export function selectTool(host: GestureHost, canEdit: boolean): Tool {
  const selected = (): Shape | null => {
    const { selectedId } = host.view.get();
    return host.live.get().snapshot.shapes.find((s) => s.id === selectedId) ?? null;
  };
  const editable = (shape: Shape | null): shape is Shape => canEdit && shape !== null && !shape.locked;

  return {
    cursor: "default",
    press: (input) => {
      const reach = REACH * host.unit();
      const shape = selected();
      const own = editable(shape) ? onHandles(host, shape, input, reach) : null;
      if (own) return own.gesture;
      const under =
        shape && covers(shape, input.point, 0)
          ? shape
          : shapeAt(host.live.get().snapshot, input.point, reach / 2);
      if (!under) return panGesture(host, input, () => host.select(null));
      host.select(under.id);
      return editable(under) ? moveShapeGesture(host, under, input) : panGesture(host, input);
    },
    hover: ({ point }) => {
      const reach = REACH * host.unit();
      const shape = selected();
      let hoveredVertex: string | null = null;
      let edgeHint: readonly [number, number] | null = null;
      if (editable(shape) && shape.type === "polygon") {
        hoveredVertex = vertexAt(shape, point, reach);
        edgeHint = hoveredVertex ? null : (edgeAt(shape, point, EDGE_REACH * host.unit())?.point ?? null);
      }
      const hovered = shapeAt(host.live.get().snapshot, point, reach / 2);
      host.view.set({ hoveredVertex, edgeHint, hoveredId: hovered?.id ?? null });
    },
    doubleClick: (input) => {
      // Through a shape that is selected, a double click reaches the smaller or larger one beneath.
      const under = shapeAt(host.live.get().snapshot, input.point, 0);
      if (under) host.select(under.id);
    },
    leave: () => host.view.set({ hoveredVertex: null, edgeHint: null, hoveredId: null }),
  };
}

/** A press on the selected shape's own handles; `gesture` is null when the press was the whole act. */
function onHandles(
  host: GestureHost,
  shape: Shape,
  input: PointerInput,
  reach: number,
): { gesture: Gesture | null } | null {
  if (shape.type === "polygon") {
    const vertex = vertexAt(shape, input.point, reach);
    if (vertex && input.alt) {
      if (!deleteVertex(host.edit, shape.id, vertex))
        refuse(host.view, "A polygon keeps at least three points. Delete the shape instead.");
      return { gesture: null };
    }
    if (vertex) return { gesture: moveVertexGesture(host, shape.id, vertex, input) };
    const edge = input.alt ? null : edgeAt(shape, input.point, EDGE_REACH * host.unit());
    return edge && { gesture: insertVertexGesture(host, shape, edge.afterId, edge.point) };
  }
  if (shape.type === "box") {
    const handle = handleAt(shape.box, input.point, reach);
    return handle && { gesture: resizeBoxGesture(host, shape, handle) };
  }
  return null;
}
