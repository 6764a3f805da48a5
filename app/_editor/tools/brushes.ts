import { drawBoxGesture } from "../gestures/draw-box";
import { paintGesture, silhouetteGesture } from "../gestures/paint";
import type { GestureHost } from "../gestures/types";
import { shapeAt } from "../stage/hit";
import { refuse } from "../state";
import type { Tool } from "./types";

export function boxTool(host: GestureHost): Tool {
  return {
    cursor: "crosshair",
    press: (input) => {
      const { activePartId } = host.view.get();
      return activePartId ? drawBoxGesture(host, activePartId, input) : null;
    },
  };
}

/** Paints the active part: onto the selected shape when it is one of that part, else onto the part's brush shape. */
export function brushTool(host: GestureHost): Tool {
  return {
    cursor: "none",
    press: (input) => {
      const { activePartId, selectedId } = host.view.get();
      if (!activePartId) return null;
      const own = host.live.get().snapshot.shapes.filter((s) => s.partId === activePartId && !s.locked);
      const target = own.find((s) => s.id === selectedId) ?? own.findLast((s) => s.type === "brush");
      if (target) host.select(target.id);
      return paintGesture(
        host,
        { shapeId: target?.id ?? null, partId: activePartId },
        input.alt ? "erase" : "add",
        input,
      );
    },
  };
}

/** Erases from the selected shape, or from the one under the pointer when none is selected. */
export function eraserTool(host: GestureHost): Tool {
  return {
    cursor: "none",
    press: (input) => {
      const { snapshot } = host.live.get();
      const { selectedId, brushRadius } = host.view.get();
      const target =
        snapshot.shapes.find((s) => s.id === selectedId) ?? shapeAt(snapshot, input.point, brushRadius);
      if (!target || target.locked) {
        refuse(host.view, target ? "The shape is locked." : "There is no shape here to erase from.");
        return null;
      }
      host.select(target.id);
      return paintGesture(
        host,
        { shapeId: target.id, partId: target.partId },
        input.alt ? "add" : "erase",
        input,
      );
    },
  };
}

export function silhouetteTool(host: GestureHost): Tool {
  return {
    cursor: "none",
    press: (input) => silhouetteGesture(host, input.alt ? "erase" : "add", input),
  };
}
