import { liveShape, nextZ, shapesOf } from "../schema";
import { type EditContext, transact } from "./context";

/** Soft: the shape's data stays, so undoing the deletion also brings back what others did to it meanwhile. */
export function deleteShape(context: EditContext, shapeId: string): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape) return false;
  return transact(context, () => {
    shape.set("deleted", context.user);
    return true;
  });
}

export function restoreShape(context: EditContext, shapeId: string): boolean {
  const shape = shapesOf(context.doc).get(shapeId);
  if (shape?.get("deleted") === undefined) return false;
  return transact(context, () => {
    shape.delete("deleted");
    return true;
  });
}

/** Gives the shape to another part. */
export function setPart(context: EditContext, shapeId: string, partId: string): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape || shape.get("partId") === partId) return false;
  return transact(context, () => {
    shape.set("partId", partId);
    return true;
  });
}

/** A locked shape is left alone by the editor's gestures of everybody until it is unlocked. */
export function setLocked(context: EditContext, shapeId: string, locked: boolean): boolean {
  return setFlag(context, shapeId, "locked", locked);
}

/** A hidden shape is not drawn; it still owns its pixels. */
export function setHidden(context: EditContext, shapeId: string, hidden: boolean): boolean {
  return setFlag(context, shapeId, "hidden", hidden);
}

export function bringToFront(context: EditContext, shapeId: string): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape) return false;
  return setZOrder(context, shapeId, nextZ(context.doc));
}

export function sendToBack(context: EditContext, shapeId: string): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape) return false;
  let back = 0;
  for (const other of shapesOf(context.doc).values()) {
    const z = other.get("z");
    if (typeof z === "number" && z < back) back = z;
  }
  return setZOrder(context, shapeId, back - 1);
}

export function setZOrder(context: EditContext, shapeId: string, z: number): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape || shape.get("z") === z) return false;
  return transact(context, () => {
    shape.set("z", z);
    return true;
  });
}

function setFlag(context: EditContext, shapeId: string, key: "locked" | "hidden", on: boolean): boolean {
  const shape = liveShape(context.doc, shapeId);
  if (!shape || (shape.get(key) === true) === on) return false;
  return transact(context, () => {
    if (on) shape.set(key, true);
    else shape.delete(key);
    return true;
  });
}
