import type * as Y from "yjs";
import { translate } from "../awareness";
import { readShape } from "../read";
import { createShape, nextZ, shapesOf } from "../schema";
import type { Shape } from "../snapshot";
import { type EditContext, transact } from "./context";

/** Adds a copy moved by (dx, dy); returns its id, or null when the original is gone. */
export function duplicateShape(context: EditContext, shapeId: string, dx: number, dy: number): string | null {
  const shape = readShape(context.doc, shapeId);
  return shape && transact(context, () => insertCopy(context, translate(shape, dx, dy)));
}

/**
 * Adds a copy reflected left ↔ right about the vertical line x = `axis` (image pixels) as `partId`, e.g. the
 * right ear out of the left; returns its id, or null when the original is gone.
 */
export function mirrorShape(
  context: EditContext,
  shapeId: string,
  axis: number,
  partId: string,
): string | null {
  const shape = readShape(context.doc, shapeId);
  return shape && transact(context, () => insertCopy(context, { ...mirrored(shape, axis), partId }));
}

function mirrored(shape: Shape, axis: number): Shape {
  const flip = (x: number) => 2 * axis - x;
  const strokes = shape.strokes.map((s) => ({ ...s, path: s.path.map((v, i) => (i % 2 ? v : flip(v))) }));
  switch (shape.type) {
    case "polygon":
      return { ...shape, strokes, vertices: shape.vertices.map((v) => ({ ...v, x: flip(v.x) })).reverse() };
    case "box": {
      const [x, y, w, h] = shape.box;
      return { ...shape, strokes, box: [flip(x + w), y, w, h] };
    }
    case "brush":
      return { ...shape, strokes };
  }
}

/** Inserts `shape` with new ids, in front; for use inside a transaction. */
export function insertCopy(context: EditContext, shape: Shape, z = nextZ(context.doc)): string {
  const id = context.newId();
  const shapes: Y.Map<Y.Map<unknown>> = shapesOf(context.doc);
  shapes.set(
    id,
    createShape({
      partId: shape.partId,
      type: shape.type,
      z,
      createdBy: context.user,
      strokes: shape.strokes.map((s) => ({ ...s, id: context.newId() })),
      ...(shape.type === "polygon"
        ? { vertices: shape.vertices.map((v) => [context.newId(), v.x, v.y] as const) }
        : {}),
      ...(shape.type === "box" ? { box: shape.box } : {}),
    }),
  );
  return id;
}
