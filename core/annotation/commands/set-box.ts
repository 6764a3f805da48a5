import { liveShape } from "../schema";
import type { Box } from "../snapshot";
import { normaliseBox } from "./add-box";
import { type EditContext, transact } from "./context";

/** Replaces a box's rectangle; false when there is no such box. */
export function setBox(context: EditContext, shapeId: string, box: Box): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (shape?.get("type") !== "box") return false;
  return transact(context, () => {
    shape.set("box", [...normaliseBox(box)]);
    return true;
  });
}
