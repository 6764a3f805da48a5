import * as Y from "yjs";
import type { Box, ShapeType, Stroke } from "./snapshot";

/**
 * The shared document, one Y.Doc per image (SPEC.md §1):
 *
 *   shapes      Y.Map  shape id → Y.Map
 *                 partId, type, z, createdBy; deleted?: user id; locked?, hidden?: true
 *                 vertices  Y.Map vertex id → [x, y, order]        (polygon)
 *                 box       [x, y, w, h]                           (box)
 *                 strokes   Y.Array of Stroke                      (all types)
 *                 shift     [dx, dy] added to the strokes' paths   (set once the shape was moved)
 *   absent      Y.Map  part id → true
 *   silhouette  Y.Array of Stroke
 */
export type ShapeMap = Y.Map<unknown>;
export type VertexTuple = readonly [x: number, y: number, order: number];

export const shapesOf = (doc: Y.Doc): Y.Map<ShapeMap> => doc.getMap("shapes");
export const absentOf = (doc: Y.Doc): Y.Map<boolean> => doc.getMap("absent");
export const silhouetteOf = (doc: Y.Doc): Y.Array<Stroke> => doc.getArray("silhouette");

/** The shape's map, or null when there is none of that id or it is deleted. */
export function liveShape(doc: Y.Doc, id: string): ShapeMap | null {
  const shape = shapesOf(doc).get(id);
  return shape instanceof Y.Map && shape.get("deleted") === undefined ? shape : null;
}

export function verticesOf(shape: ShapeMap): Y.Map<VertexTuple> | null {
  const vertices = shape.get("vertices");
  return vertices instanceof Y.Map ? (vertices as Y.Map<VertexTuple>) : null;
}

export function strokesOf(shape: ShapeMap): Y.Array<Stroke> | null {
  const strokes = shape.get("strokes");
  return strokes instanceof Y.Array ? (strokes as Y.Array<Stroke>) : null;
}

/** What is added to the strokes' paths because the shape was moved; [0, 0] at first. */
export function shiftOf(shape: ShapeMap): readonly [number, number] {
  const shift = shape.get("shift");
  return Array.isArray(shift) && shift.length === 2 && shift.every(Number.isFinite)
    ? [shift[0] as number, shift[1] as number]
    : [0, 0];
}

export interface NewShape {
  partId: string;
  type: ShapeType;
  z: number;
  createdBy: string;
  vertices?: readonly (readonly [id: string, x: number, y: number])[];
  box?: Box;
  strokes?: readonly Stroke[];
}

/**
 * A shape not yet in the document. `strokes` exists from the start for every type: two people creating it
 * lazily at the same time would lose one's strokes. Arrays are copied, so callers may reuse theirs.
 */
export function createShape(shape: NewShape): ShapeMap {
  const map: ShapeMap = new Y.Map();
  map.set("partId", shape.partId);
  map.set("type", shape.type);
  map.set("z", shape.z);
  map.set("createdBy", shape.createdBy);
  if (shape.type === "polygon") {
    const vertices = new Y.Map<VertexTuple>();
    for (const [index, [id, x, y]] of (shape.vertices ?? []).entries()) vertices.set(id, [x, y, index + 1]);
    map.set("vertices", vertices);
  }
  if (shape.type === "box") map.set("box", [...(shape.box ?? [0, 0, 0, 0])]);
  const strokes = new Y.Array<Stroke>();
  strokes.push((shape.strokes ?? []).map(copyStroke));
  map.set("strokes", strokes);
  return map;
}

export function copyStroke(stroke: Stroke): Stroke {
  return { id: stroke.id, mode: stroke.mode, radius: stroke.radius, path: [...stroke.path] };
}

/** One above the frontmost live shape. */
export function nextZ(doc: Y.Doc): number {
  let z = 0;
  for (const shape of shapesOf(doc).values()) {
    const own = shape.get("z");
    if (typeof own === "number" && own > z) z = own;
  }
  return z + 1;
}
