import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { addBox } from "./commands/add-box";
import { addPolygon } from "./commands/add-polygon";
import { addBrush, addStroke } from "./commands/add-stroke";
import { addVertex } from "./commands/add-vertex";
import { duplicateShape, mirrorShape } from "./commands/copy-shape";
import { correctSilhouette } from "./commands/correct-silhouette";
import { deleteVertex } from "./commands/delete-vertex";
import { loadSnapshot } from "./commands/load-snapshot";
import { moveShape } from "./commands/move-shape";
import { moveVertices } from "./commands/move-vertices";
import { setAbsent } from "./commands/set-absent";
import { setBox } from "./commands/set-box";
import {
  bringToFront,
  deleteShape,
  restoreShape,
  sendToBack,
  setLocked,
  setPart,
} from "./commands/shape-state";
import { readDocument, readShape } from "./read";
import { shapesOf } from "./schema";
import { type PolygonShape, parseSnapshot, type Shape } from "./snapshot";
import * as arb from "./testing/arbitraries";
import { peer } from "./testing/peers";

const SQUARE = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
] as const;
const polygon = (shape: Shape | null) => shape as PolygonShape;
const xy = (shape: Shape | null) => polygon(shape).vertices.map((v) => [v.x, v.y]);

describe("the document", () => {
  it("D3: reads a polygon back in the order it was drawn", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE);
    expect(xy(readShape(a.doc, id))).toEqual(SQUARE);
    expect(readShape(a.doc, id)).toMatchObject({ type: "polygon", partId: "ear", createdBy: "a", z: 1 });
  });

  it("D4: a vertex lands on the edge it was added to, also on the closing edge", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE);
    const [first, , , last] = polygon(readShape(a.doc, id)).vertices;
    addVertex(a, id, first!.id, [5, -1]);
    addVertex(a, id, last!.id, [-1, 5]);
    expect(xy(readShape(a.doc, id))).toEqual([
      [0, 0],
      [5, -1],
      [10, 0],
      [10, 10],
      [0, 10],
      [-1, 5],
    ]);
  });

  it("D4: four hundred insertions at one place keep their order", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE);
    const first = polygon(readShape(a.doc, id)).vertices[0]!;
    for (let i = 1; i <= 400; i++) addVertex(a, id, first.id, [10 - i / 100, 0]);
    const xs = polygon(readShape(a.doc, id))
      .vertices.slice(1, 401)
      .map((v) => v.x);
    expect(xs).toEqual([...xs].sort((p, q) => p - q));
    expect(xs).toHaveLength(400);
  });

  it("D5: a box drawn backwards is turned round; strokes are kept in order and move with their shape", () => {
    const a = peer("a", 1);
    const box = addBox(a, "ear", [10, 10, -4, -6]);
    expect(readShape(a.doc, box)).toMatchObject({ box: [6, 4, 4, 6] });
    setBox(a, box, [1, 2, 3, 4]);
    const brush = addBrush(a, "eye", { mode: "add", radius: 3, path: [0, 0, 5, 5] });
    moveShape(a, brush, 10, 20);
    addStroke(a, brush, { mode: "erase", radius: 1, path: [1, 2] });
    moveShape(a, box, 1, 1);
    expect(readShape(a.doc, box)).toMatchObject({ box: [2, 3, 3, 4] });
    expect(readShape(a.doc, brush)?.strokes.map((s) => [s.mode, s.path])).toEqual([
      ["add", [10, 20, 15, 25]],
      ["erase", [1, 2]],
    ]);
  });

  it("D6: deleting is soft and can be taken back whole", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE);
    deleteShape(a, id);
    expect(readDocument(a.doc).shapes).toEqual([]);
    expect(shapesOf(a.doc).get(id)?.get("deleted")).toBe("a");
    restoreShape(a, id);
    expect(xy(readShape(a.doc, id))).toEqual(SQUARE);
  });

  it("D7: parts can be marked absent and not", () => {
    const a = peer("a", 1);
    expect(setAbsent(a, "nose", true)).toBe(true);
    expect(setAbsent(a, "nose", true)).toBe(false);
    expect(readDocument(a.doc).absent).toEqual(["nose"]);
    setAbsent(a, "nose", false);
    expect(readDocument(a.doc).absent).toEqual([]);
  });

  it("D8: reading leaves malformed entries out; parsing a stored snapshot names them", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE);
    shapesOf(a.doc).set("broken", new Y.Map([["type", "polygon"]]));
    (shapesOf(a.doc) as Y.Map<unknown>).set("worse", 7);
    const vertices = shapesOf(a.doc).get(id)?.get("vertices") as Y.Map<unknown>;
    vertices.set("nan", [Number.NaN, 1, 2]);
    vertices.set("text", "x");
    expect(readDocument(a.doc).shapes.map((s) => s.id)).toEqual([id]);
    expect(xy(readShape(a.doc, id))).toEqual(SQUARE);
    const stored = { ...readDocument(a.doc), shapes: [{ id: "x", type: "circle" }] };
    expect(() => parseSnapshot(stored)).toThrow("Shape 1");
  });

  it("D9: every command is one update with the caller's origin, and none on what is gone", () => {
    const a = peer("a", 1);
    const origins: unknown[] = [];
    a.doc.on("update", (_update: Uint8Array, origin: unknown) => origins.push(origin));
    const id = addPolygon(a, "ear", SQUARE);
    const [v] = polygon(readShape(a.doc, id)).vertices;
    const copy = duplicateShape(a, id, 5, 5)!;
    expect(xy(readShape(a.doc, copy))[0]).toEqual([5, 5]);
    const mirror = mirrorShape(a, id, 20, "nose")!;
    expect(xy(readShape(a.doc, mirror))).toEqual([
      [40, 10],
      [30, 10],
      [30, 0],
      [40, 0],
    ]);
    correctSilhouette(a, { mode: "add", radius: 2, path: [1, 1] });
    setPart(a, id, "nose");
    bringToFront(a, id);
    sendToBack(a, copy);
    setLocked(a, id, true);
    deleteVertex(a, id, v!.id);
    expect(readDocument(a.doc).shapes.map((s) => s.id)).toEqual([copy, mirror, id]);
    expect(origins).toEqual(Array(9).fill(a.origin));
    deleteShape(a, id);
    expect(origins).toHaveLength(10);
    for (const nothing of [
      moveVertices(a, id, { [v!.id]: [1, 1] }),
      addVertex(a, id, v!.id, [1, 1]),
      deleteVertex(a, id, v!.id),
      moveShape(a, id, 1, 1),
      setBox(a, id, [0, 0, 1, 1]),
      setPart(a, id, "eye"),
      deleteShape(a, id),
      addStroke(a, id, { mode: "add", radius: 1, path: [0, 0] }),
      bringToFront(a, id),
      duplicateShape(a, id, 1, 1),
    ])
      expect(nothing).toBeFalsy();
    expect(origins).toHaveLength(10);
  });

  it("D9: a polygon keeps at least three vertices", () => {
    const a = peer("a", 1);
    const id = addPolygon(a, "ear", SQUARE.slice(0, 3));
    expect(deleteVertex(a, id, polygon(readShape(a.doc, id)).vertices[0]!.id)).toBe(false);
  });

  it("D10: a loaded snapshot reads the same", () => {
    fc.assert(
      fc.property(arb.snapshot, (snapshot) => {
        const doc = new Y.Doc();
        loadSnapshot({ doc, user: "u", origin: {} }, snapshot);
        expect(readDocument(doc)).toEqual(snapshot);
        expect(parseSnapshot(JSON.parse(JSON.stringify(snapshot)))).toEqual(
          JSON.parse(JSON.stringify(snapshot)),
        );
      }),
    );
  });
});
