import { createShape, nextZ, shapesOf } from "../schema";
import { type EditContext, transact } from "./context";

/** Adds a polygon through `points` (image pixels, in order, not closed); returns its id. */
export function addPolygon(
  context: EditContext,
  partId: string,
  points: readonly (readonly [number, number])[],
): string {
  return transact(context, () => {
    const id = context.newId();
    const vertices = points.map(([x, y]) => [context.newId(), x, y] as const);
    shapesOf(context.doc).set(
      id,
      createShape({ partId, type: "polygon", z: nextZ(context.doc), createdBy: context.user, vertices }),
    );
    return id;
  });
}
