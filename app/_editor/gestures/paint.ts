import { addBrush, addStroke, type StrokeInput } from "@/core/annotation/commands/add-stroke";
import { correctSilhouette } from "@/core/annotation/commands/correct-silhouette";
import { flatten, simplify } from "@/core/annotation/geometry/simplify";
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
      if (target.shapeId) addStroke(host.edit, target.shapeId, stroke);
      else host.select(addBrush(host.edit, target.partId, stroke));
    },
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
