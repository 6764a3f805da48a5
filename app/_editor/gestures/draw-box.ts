import { addBox } from "@/core/annotation/commands/add-box";
import { boxRing } from "@/core/annotation/raster/spans";
import type { Box } from "@/core/annotation/snapshot";
import { clampToImage, DRAG_THRESHOLD, type Gesture, type GestureHost, type PointerInput } from "./types";

/** Draws a box from corner to corner; with Shift a square. */
export function drawBoxGesture(host: GestureHost, partId: string, start: PointerInput): Gesture {
  const [ax, ay] = clampToImage(host.image, start.point);
  const shapeId = host.edit.newId();
  let box: Box | null = null;
  return {
    move: (input) => {
      let [bx, by] = clampToImage(host.image, input.point);
      if (input.shift) {
        const side = Math.min(Math.abs(bx - ax), Math.abs(by - ay));
        bx = ax + Math.sign(bx - ax) * side;
        by = ay + Math.sign(by - ay) * side;
      }
      box = [Math.min(ax, bx), Math.min(ay, by), Math.abs(bx - ax), Math.abs(by - ay)];
      host.drag({ kind: "outline", shapeId, partId, points: boxRing(box) });
    },
    end: () => {
      const least = DRAG_THRESHOLD * host.unit();
      if (box && box[2] >= least && box[3] >= least) host.select(addBox(host.edit, partId, box));
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
