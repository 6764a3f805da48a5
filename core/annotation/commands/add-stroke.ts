import { createShape, liveShape, nextZ, shapesOf, shiftOf, strokesOf } from "../schema";
import type { Stroke } from "../snapshot";
import { type EditContext, transact } from "./context";

export type StrokeInput = Omit<Stroke, "id">;

/** Paints onto a shape of any type (or erases from it); false when it is gone. */
export function addStroke(context: EditContext, shapeId: string, stroke: StrokeInput): boolean {
  const shape = liveShape(context.doc, shapeId);
  const strokes = shape && strokesOf(shape);
  if (!strokes) return false;
  return transact(context, () => {
    const [sx, sy] = shiftOf(shape);
    const path = stroke.path.map((v, i) => v - (i % 2 ? sy : sx));
    strokes.push([{ id: context.newId(), mode: stroke.mode, radius: stroke.radius, path }]);
    return true;
  });
}

/** Starts a brush shape of `partId` with its first stroke; returns its id. */
export function addBrush(context: EditContext, partId: string, stroke: StrokeInput): string {
  return transact(context, () => {
    const id = context.newId();
    const first = { ...stroke, id: context.newId() };
    shapesOf(context.doc).set(
      id,
      createShape({
        partId,
        type: "brush",
        z: nextZ(context.doc),
        createdBy: context.user,
        strokes: [first],
      }),
    );
    return id;
  });
}
