import { addBrush, addStroke, type StrokeInput } from "@/core/annotation/commands/add-stroke";
import { correctSilhouette } from "@/core/annotation/commands/correct-silhouette";
import { boundsOf } from "@/core/annotation/geometry/polygon";
import { flatten, simplify, unflatten } from "@/core/annotation/geometry/simplify";
import type { Shape } from "@/core/annotation/snapshot";
import { shapePoints } from "@/core/annotation/validate";
import { refuse } from "../state";
import type { Gesture, GestureHost, PointerInput } from "./types";

/** Collects a freehand path; calls back with it as it grows and when it is done. */
function pathGesture(
  host: GestureHost,
  start: PointerInput,
  mode: "add" | "erase",
  show: (stroke: StrokeInput) => void,
  commit: (stroke: StrokeInput) => void,
): Gesture {
  const radius = host.view.get().brushRadius;
  const path: (readonly [number, number])[] = [start.point];
  const stroke = (): StrokeInput => ({ mode, radius, path: flatten(simplify(path, host.unit() * 0.6)) });
  show(stroke());
  return {
    move: ({ point }) => {
      const [lx, ly] = path.at(-1)!;
      if (Math.hypot(point[0] - lx, point[1] - ly) < host.unit()) return;
      path.push(point);
      show(stroke());
    },
    end: () => {
      commit(stroke());
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}

/** Paints onto `shapeId`, or starts a brush shape of the part when it is null. */
export function paintGesture(
  host: GestureHost,
  target: { shapeId: string | null; partId: string },
  mode: "add" | "erase",
  start: PointerInput,
): Gesture {
  const shownAs = target.shapeId ?? host.edit.newId();
  return pathGesture(
    host,
    start,
    mode,
    (stroke) =>
      host.drag({
        kind: "stroke",
        shapeId: shownAs,
        partId: target.partId,
        stroke: { id: "drag", ...stroke },
      }),
    (stroke) => {
      const shape = host.live.get().snapshot.shapes.find((s) => s.id === target.shapeId);
      if (shape && stroke.mode === "erase" && !reaches(stroke, shape))
        refuse(host.view, "Nothing of the shape lies there.");
      else if (target.shapeId) addStroke(host.edit, target.shapeId, stroke);
      else host.select(addBrush(host.edit, target.partId, stroke));
    },
  );
}

/** Whether a stroke touches the box around the shape: one that lies beside it is no edit, and nothing to undo. */
function reaches({ path, radius }: StrokeInput, shape: Shape): boolean {
  const [stroke, box] = [boundsOf(unflatten(path)), boundsOf(shapePoints(shape))];
  if (!stroke || !box) return false;
  const reach = radius + Math.max(0, ...shape.strokes.map((s) => s.radius));
  return (
    stroke.minX - reach <= box.maxX &&
    stroke.maxX + reach >= box.minX &&
    stroke.minY - reach <= box.maxY &&
    stroke.maxY + reach >= box.minY
  );
}

/** Adds to the silhouette, or takes away from it. */
export function silhouetteGesture(host: GestureHost, mode: "add" | "erase", start: PointerInput): Gesture {
  const show = (silhouetteStroke: StrokeInput | null) => host.view.set({ silhouetteStroke });
  const path = pathGesture(host, start, mode, show, (stroke) => correctSilhouette(host.edit, stroke));
  return {
    move: path.move,
    end: (input) => {
      path.end(input);
      show(null);
    },
    cancel: () => {
      path.cancel();
      show(null);
    },
  };
}
