import { setBox } from "@/core/annotation/commands/set-box";
import type { Box, BoxShape } from "@/core/annotation/snapshot";
import { type BoxHandle, resizeBox } from "../stage/hit";
import { clampToImage, type Gesture, type GestureHost } from "./types";

export function resizeBoxGesture(host: GestureHost, shape: BoxShape, handle: BoxHandle): Gesture {
  let box: Box | null = null;
  return {
    move: ({ point }) => {
      box = resizeBox(shape.box, handle, clampToImage(host.image, point));
      host.drag({ kind: "box", shapeId: shape.id, box });
    },
    end: () => {
      if (box) setBox(host.edit, shape.id, box);
      host.drag(null);
    },
    cancel: () => host.drag(null),
  };
}
