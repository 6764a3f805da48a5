import type * as Y from "yjs";
import { orderedVertices } from "./order";
import {
  absentOf,
  liveShape,
  type ShapeMap,
  shapesOf,
  shiftOf,
  silhouetteOf,
  strokesOf,
  verticesOf,
} from "./schema";
import {
  backToFront,
  type DocumentSnapshot,
  parseBox,
  parseShape,
  parseStroke,
  type Shape,
  SNAPSHOT_FORMAT,
  type Stroke,
} from "./snapshot";

/**
 * The document as plain data. Total: whatever bytes a client managed to sync, malformed entries are left out
 * (SPEC.md D8), so one broken shape never keeps an image from opening.
 */
export function readDocument(doc: Y.Doc): DocumentSnapshot {
  const shapes: Shape[] = [];
  for (const id of shapesOf(doc).keys()) {
    const shape = readShape(doc, id);
    if (shape) shapes.push(shape);
  }
  return {
    format: SNAPSHOT_FORMAT,
    shapes: shapes.sort(backToFront),
    absent: readAbsent(doc),
    silhouette: readSilhouette(doc),
  };
}

/** Ids of the parts that are absent on purpose, sorted. */
export function readAbsent(doc: Y.Doc): string[] {
  const absent: string[] = [];
  for (const [partId, value] of absentOf(doc).entries()) if (value === true) absent.push(partId);
  return absent.sort();
}

/** The corrections of the silhouette, in order. */
export function readSilhouette(doc: Y.Doc): Stroke[] {
  return readStrokes(silhouetteOf(doc));
}

/** One live shape; null when it does not exist, is deleted or is malformed. */
export function readShape(doc: Y.Doc, id: string): Shape | null {
  const map = liveShape(doc, id);
  if (!map) return null;
  return parseShape({
    id,
    partId: map.get("partId"),
    type: map.get("type"),
    z: map.get("z"),
    createdBy: map.get("createdBy"),
    locked: map.get("locked"),
    hidden: map.get("hidden"),
    vertices: readVertices(map),
    box: parseBox(map.get("box")) ?? undefined,
    strokes: shifted(readStrokes(strokesOf(map)), shiftOf(map)),
  });
}

function readVertices(map: ShapeMap) {
  const vertices = verticesOf(map);
  return vertices ? orderedVertices(vertices).map(({ id, x, y }) => ({ id, x, y })) : undefined;
}

function readStrokes(array: Y.Array<Stroke> | null): Stroke[] {
  const strokes: Stroke[] = [];
  for (const entry of array?.toArray() ?? []) {
    const stroke = parseStroke(entry);
    if (stroke) strokes.push(stroke);
  }
  return strokes;
}

function shifted(strokes: Stroke[], [dx, dy]: readonly [number, number]): Stroke[] {
  if (dx === 0 && dy === 0) return strokes;
  return strokes.map((s) => ({ ...s, path: s.path.map((v, i) => v + (i % 2 ? dy : dx)) }));
}
