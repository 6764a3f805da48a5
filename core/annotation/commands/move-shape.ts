import { orderedVertices } from "../order";
import { liveShape, shiftOf, strokesOf, verticesOf } from "../schema";
import { parseBox } from "../snapshot";
import { type EditContext, transact } from "./context";

/** Moves the whole shape by (dx, dy) image pixels; false when it is gone. */
export function moveShape(context: EditContext, shapeId: string, dx: number, dy: number): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape || (dx === 0 && dy === 0)) return false;
  return transact(context, () => {
    const vertices = verticesOf(shape);
    if (vertices)
      for (const { id, x, y, order } of orderedVertices(vertices)) vertices.set(id, [x + dx, y + dy, order]);
    const box = parseBox(shape.get("box"));
    if (box) shape.set("box", [box[0] + dx, box[1] + dy, box[2], box[3]]);
    if (strokesOf(shape)?.length) {
      const [sx, sy] = shiftOf(shape);
      shape.set("shift", [sx + dx, sy + dy]);
    }
    return true;
  });
}
