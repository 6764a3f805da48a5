import { AppError } from "@/core/domain/errors";

/**
 * The document as plain data: what revisions store, rasters are made of and exports read.
 * All coordinates are image pixels (see `ImagePoint`).
 */
export const SNAPSHOT_FORMAT = 1;

export const SHAPE_TYPES = ["polygon", "box", "brush"] as const;
export type ShapeType = (typeof SHAPE_TYPES)[number];

export interface Vertex {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** x, y, width, height; width and height are never negative. */
export type Box = readonly [x: number, y: number, width: number, height: number];

/** A disc of `radius` swept along `path` (flat: x0, y0, x1, y1, …; one point is a dot). */
export interface Stroke {
  readonly id: string;
  readonly mode: "add" | "erase";
  readonly radius: number;
  readonly path: readonly number[];
}

interface ShapeCommon {
  readonly id: string;
  readonly partId: string;
  /** Stacking among shapes of equal part priority; higher is in front. */
  readonly z: number;
  readonly createdBy: string;
  readonly locked: boolean;
  readonly hidden: boolean;
  /** Applied in order to the outline: a box or polygon can be touched up, a brush shape is nothing else. */
  readonly strokes: readonly Stroke[];
}

export interface PolygonShape extends ShapeCommon {
  readonly type: "polygon";
  readonly vertices: readonly Vertex[];
}
export interface BoxShape extends ShapeCommon {
  readonly type: "box";
  readonly box: Box;
}
export interface BrushShape extends ShapeCommon {
  readonly type: "brush";
}
export type Shape = PolygonShape | BoxShape | BrushShape;

export interface DocumentSnapshot {
  readonly format: typeof SNAPSHOT_FORMAT;
  /** Live shapes only, back to front (by z, then id). */
  readonly shapes: readonly Shape[];
  /** Ids of the parts that are absent on purpose, sorted. */
  readonly absent: readonly string[];
  /** Corrections of the automatic silhouette, in order. */
  readonly silhouette: readonly Stroke[];
}

export const EMPTY_SNAPSHOT: DocumentSnapshot = {
  format: SNAPSHOT_FORMAT,
  shapes: [],
  absent: [],
  silhouette: [],
};

const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v);
const isNumber = (v: unknown): v is number => typeof v === "number" && Number.isFinite(v);
const isId = (v: unknown): v is string => typeof v === "string" && v.length > 0 && v.length <= 64;

export function parseBox(value: unknown): Box | null {
  if (!Array.isArray(value) || value.length !== 4 || !value.every(isNumber)) return null;
  const [x, y, w, h] = value as [number, number, number, number];
  return w >= 0 && h >= 0 ? [x, y, w, h] : null;
}

export function parseStroke(value: unknown): Stroke | null {
  if (!isObject(value)) return null;
  const { id, mode, radius, path } = value;
  if (!isId(id) || (mode !== "add" && mode !== "erase") || !isNumber(radius) || radius <= 0) return null;
  if (!Array.isArray(path) || path.length < 2 || path.length % 2 !== 0 || !path.every(isNumber)) return null;
  return { id, mode, radius, path: [...path] as number[] };
}

function parseVertex(value: unknown): Vertex | null {
  if (!isObject(value)) return null;
  const { id, x, y } = value;
  return isId(id) && isNumber(x) && isNumber(y) ? { id, x, y } : null;
}

/** Null when any entry is bad, so that nothing is dropped silently. */
function parseAll<T>(values: unknown, parse: (value: unknown) => T | null): T[] | null {
  if (!Array.isArray(values)) return null;
  const out: T[] = [];
  for (const value of values) {
    const parsed = parse(value);
    if (parsed === null) return null;
    out.push(parsed);
  }
  return out;
}

export function parseShape(value: unknown): Shape | null {
  if (!isObject(value)) return null;
  const { id, partId, z, createdBy, locked, hidden } = value;
  const strokes = parseAll(value.strokes, parseStroke);
  if (!isId(id) || !isId(partId) || !isNumber(z) || !isId(createdBy) || strokes === null) return null;
  const common = { id, partId, z, createdBy, locked: locked === true, hidden: hidden === true, strokes };
  switch (value.type) {
    case "polygon": {
      const vertices = parseAll(value.vertices, parseVertex);
      return vertices && { ...common, type: "polygon", vertices };
    }
    case "box": {
      const box = parseBox(value.box);
      return box && { ...common, type: "box", box };
    }
    case "brush":
      return { ...common, type: "brush" };
    default:
      return null;
  }
}

/** Reads a stored or imported snapshot. Throws `AppError` invalid_input naming the first bad entry. */
export function parseSnapshot(value: unknown): DocumentSnapshot {
  if (!isObject(value) || value.format !== SNAPSHOT_FORMAT)
    throw new AppError("invalid_input", `The annotation is not in format ${SNAPSHOT_FORMAT}.`);
  if (!Array.isArray(value.shapes))
    throw new AppError("invalid_input", "The annotation has no list of shapes.");
  const shapes = value.shapes.map((entry, index) => {
    const shape = parseShape(entry);
    if (!shape) throw new AppError("invalid_input", `Shape ${index + 1} of the annotation is malformed.`);
    return shape;
  });
  const absent = parseAll(value.absent, (v) => (isId(v) ? v : null));
  const silhouette = parseAll(value.silhouette, parseStroke);
  if (!absent || !silhouette)
    throw new AppError("invalid_input", "The annotation's absent parts or silhouette strokes are malformed.");
  return {
    format: SNAPSHOT_FORMAT,
    shapes: [...shapes].sort(backToFront),
    absent: absent.sort(),
    silhouette,
  };
}

export function backToFront(a: { z: number; id: string }, b: { z: number; id: string }): number {
  return a.z - b.z || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
