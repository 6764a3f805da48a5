import { anchorOf } from "@/core/annotation/awareness";
import { moveShape } from "@/core/annotation/commands/move-shape";
import type { Shape } from "@/core/annotation/snapshot";
import { DRAG_THRESHOLD, type Gesture, type GestureHost, type PointerInput } from "./types";

/** Moves a whole shape once the pointer has left the spot; a mere click leaves it where it is. */
export function moveShapeGesture(host: GestureHost, shape: Shape, start: PointerInput): Gesture {
  const [ax, ay] = anchorOf(shape);
  let delta: readonly [number, number] | null = null;
  return {
    move: ({ point, screen }) => {
      const far = Math.hypot(screen[0] - start.screen[0], screen[1] - start.screen[1]) >= DRAG_THRESHOLD;
      if (!delta && !far) return;
      delta = [point[0] - start.point[0], point[1] - start.point[1]];
      host.drag({ kind: "move", shapeId: shape.id, anchor: [ax + delta[0], ay + delta[1]] });
    },
    end: () => {
      if (delta) moveShape(host.edit, shape.id, delta[0], delta[1]);
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
