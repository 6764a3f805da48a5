import {
  type Box,
  backToFront,
  type DocumentSnapshot,
  parseBox,
  parseStroke,
  type Shape,
  type Stroke,
} from "./snapshot";

/**
 * What each open editor tells the others without storing it (y-protocols awareness). The server overwrites
 * `user` with the session's, so nobody can appear as someone else.
 */
export interface AwarenessState {
  user: { id: string; name: string; colour: string };
  imageId: string;
  /** Image pixels; null while the pointer is elsewhere. */
  cursor: readonly [number, number] | null;
  /** The shape this person has in hand: a soft claim, never a lock. */
  holding: string | null;
  drag: Drag | null;
}

/** Vertex id → its new place. */
export type VertexPoints = Readonly<Record<string, readonly [number, number]>>;

/** A gesture in progress, absolute so that a lost message does no harm. One document transaction follows it. */
export type Drag =
  | { kind: "vertices"; shapeId: string; points: VertexPoints; also?: Readonly<Record<string, VertexPoints>> }
  /** `anchor` is where the shape's anchor point shall be (see `anchorOf`). */
  | { kind: "move"; shapeId: string; anchor: readonly [number, number] }
  | { kind: "box"; shapeId: string; box: Box }
  /** An outline being drawn (its shape is not in the document yet), or a polygon's outline being changed. */
  | { kind: "outline"; shapeId: string; partId: string; points: readonly (readonly [number, number])[] }
  /** A stroke being painted, onto an existing shape or a new one. */
  | { kind: "stroke"; shapeId: string; partId: string; stroke: Stroke };

/** The snapshot as it would be if the drags were dropped now: what the screen and the live scores show. */
export function overlayDrags(
  snapshot: DocumentSnapshot,
  drags: readonly { userId: string; drag: Drag }[],
): DocumentSnapshot {
  if (drags.length === 0) return snapshot;
  const shapes = new Map(snapshot.shapes.map((s) => [s.id, s]));
  const front = snapshot.shapes.reduce((z, s) => Math.max(z, s.z), 0) + 1;
  const put = (shape: Shape | null) => shape && shapes.set(shape.id, shape);
  for (const { userId, drag } of drags) {
    put(dragged(shapes.get(drag.shapeId), drag, userId, front));
    if (drag.kind !== "vertices") continue;
    for (const [id, points] of Object.entries(drag.also ?? {})) put(withVertices(shapes.get(id), points));
  }
  return { ...snapshot, shapes: [...shapes.values()].sort(backToFront) };
}

function dragged(shape: Shape | undefined, drag: Drag, userId: string, front: number): Shape | null {
  const fresh = (partId: string) => ({
    id: drag.shapeId,
    partId,
    z: front,
    createdBy: userId,
    locked: false,
    hidden: false,
  });
  switch (drag.kind) {
    case "vertices":
      return withVertices(shape, drag.points);
    case "move":
      return shape ? moveAnchorTo(shape, drag.anchor) : null;
    case "box":
      return shape?.type === "box" ? { ...shape, box: drag.box } : null;
    case "outline": {
      const vertices = drag.points.map(([x, y], i) => ({ id: String(i), x, y }));
      return shape?.type === "polygon"
        ? { ...shape, vertices }
        : { ...fresh(drag.partId), type: "polygon", vertices, strokes: [] };
    }
    case "stroke":
      return shape
        ? { ...shape, strokes: [...shape.strokes, drag.stroke] }
        : { ...fresh(drag.partId), type: "brush", strokes: [drag.stroke] };
  }
}

function withVertices(shape: Shape | undefined, points: VertexPoints): Shape | null {
  if (shape?.type !== "polygon") return null;
  return {
    ...shape,
    vertices: shape.vertices.map((v) => {
      const moved = points[v.id];
      return moved ? { id: v.id, x: moved[0], y: moved[1] } : v;
    }),
  };
}

/**
 * A point that moves with the shape: its first vertex, its corner, or where its first stroke began. A move is
 * told by it, so that it is not shown twice when the document has it before the drag is taken away.
 */
export function anchorOf(shape: Shape): readonly [number, number] {
  if (shape.type === "box") return [shape.box[0], shape.box[1]];
  const [first] = shape.type === "polygon" ? shape.vertices : [];
  const path = shape.strokes[0]?.path ?? [];
  return first ? [first.x, first.y] : [path[0] ?? 0, path[1] ?? 0];
}

function moveAnchorTo(shape: Shape, [x, y]: readonly [number, number]): Shape {
  const [ax, ay] = anchorOf(shape);
  return translate(shape, x - ax, y - ay);
}

/** The shape moved by (dx, dy) image pixels. */
export function translate(shape: Shape, dx: number, dy: number): Shape {
  const strokes = shape.strokes.map((s) => ({ ...s, path: s.path.map((v, i) => v + (i % 2 ? dy : dx)) }));
  switch (shape.type) {
    case "polygon":
      return {
        ...shape,
        strokes,
        vertices: shape.vertices.map((v) => ({ id: v.id, x: v.x + dx, y: v.y + dy })),
      };
    case "box":
      return { ...shape, strokes, box: [shape.box[0] + dx, shape.box[1] + dy, shape.box[2], shape.box[3]] };
    case "brush":
      return { ...shape, strokes };
  }
}

const isRecord = (v: unknown): v is Record<string, unknown> =>
  typeof v === "object" && v !== null && !Array.isArray(v);
const text = (v: unknown): v is string => typeof v === "string" && v.length <= 200;
const point = (v: unknown): readonly [number, number] | null =>
  Array.isArray(v) && v.length === 2 && v.every((n) => typeof n === "number" && Number.isFinite(n))
    ? [v[0] as number, v[1] as number]
    : null;

/** A state as another client sent it: null when it is not one; a bad drag or cursor is dropped alone. */
export function parseAwareness(value: unknown): AwarenessState | null {
  if (!isRecord(value) || !isRecord(value.user)) return null;
  const { id, name, colour } = value.user;
  if (!text(id) || !text(name) || typeof colour !== "string" || !/^#[0-9a-f]{6}$/i.test(colour)) return null;
  return {
    user: { id, name, colour },
    imageId: text(value.imageId) ? value.imageId : "",
    cursor: point(value.cursor),
    holding: text(value.holding) ? value.holding : null,
    drag: parseDrag(value.drag),
  };
}

function parsePoints(value: unknown): VertexPoints | null {
  if (!isRecord(value)) return null;
  const entries = Object.entries(value).map(([key, v]) => [key, point(v)] as const);
  if (entries.some(([, p]) => p === null)) return null;
  return Object.fromEntries(entries as [string, readonly [number, number]][]);
}

function parseDrag(value: unknown): Drag | null {
  if (!isRecord(value) || !text(value.shapeId)) return null;
  const { kind, shapeId, partId } = value;
  switch (kind) {
    case "vertices": {
      const points = parsePoints(value.points);
      if (!points) return null;
      if (value.also === undefined) return { kind, shapeId, points };
      if (!isRecord(value.also)) return null;
      const also = Object.entries(value.also).map(([id, p]) => [id, parsePoints(p)] as const);
      if (also.some(([, p]) => p === null)) return null;
      return { kind, shapeId, points, also: Object.fromEntries(also as [string, VertexPoints][]) };
    }
    case "move": {
      const anchor = point(value.anchor);
      return anchor && { kind, shapeId, anchor };
    }
    case "box": {
      const box = parseBox(value.box);
      return box && { kind, shapeId, box };
    }
    case "outline": {
      if (!text(partId) || !Array.isArray(value.points)) return null;
      const points = value.points.map(point);
      return points.some((p) => p === null)
        ? null
        : { kind, shapeId, partId, points: points as (readonly [number, number])[] };
    }
    case "stroke": {
      const stroke = parseStroke(value.stroke);
      return stroke && text(partId) ? { kind, shapeId, partId, stroke } : null;
    }
    default:
      return null;
  }
}
