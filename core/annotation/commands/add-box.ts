import { createShape, nextZ, shapesOf } from "../schema";
import type { Box } from "../snapshot";
import { type EditContext, transact } from "./context";

/** Adds a box; returns its id. A box drawn right to left or upwards is turned round. */
export function addBox(context: EditContext, partId: string, box: Box): string {
  return transact(context, () => {
    const id = context.newId();
    shapesOf(context.doc).set(
      id,
      createShape({
        partId,
        type: "box",
        z: nextZ(context.doc),
        createdBy: context.user,
        box: normaliseBox(box),
      }),
    );
    return id;
  });
}

export function normaliseBox([x, y, w, h]: Box): Box {
  return [w < 0 ? x + w : x, h < 0 ? y + h : y, Math.abs(w), Math.abs(h)];
}
