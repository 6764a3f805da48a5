import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addBox } from "./commands/add-box";
import { addPolygon } from "./commands/add-polygon";
import { addBrush, addStroke } from "./commands/add-stroke";
import { addVertex } from "./commands/add-vertex";
import { deleteVertex } from "./commands/delete-vertex";
import { moveShape } from "./commands/move-shape";
import { moveVertices } from "./commands/move-vertices";
import { setAbsent } from "./commands/set-absent";
import { deleteShape, restoreShape, setPart } from "./commands/shape-state";
import { readDocument, readShape } from "./read";
import type { PolygonShape } from "./snapshot";
import { type Peer, peer, syncAll } from "./testing/peers";
import { createUndoManager } from "./undo";

const SQUARE = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
] as const;

function pair() {
  const [a, b] = [peer("a", 1), peer("b", 2)];
  const id = addPolygon(a, "ear", SQUARE);
  syncAll(a, b);
  const ring = (p: Peer) => (readShape(p.doc, id) as PolygonShape).vertices;
  return { a, b, id, ring, v: ring(a).map((x) => x.id) };
}

/** A random edit, decided by numbers so that it fits whatever the replica holds at the time. */
const edit = fc.record({ who: fc.nat(2), what: fc.nat(9), n: fc.nat(1000), x: fc.nat(50), y: fc.nat(50) });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(p: Peer, { what, n, x, y }: Edit): void {
  const shapes = readDocument(p.doc).shapes;
  const shape = shapes[n % Math.max(1, shapes.length)];
  const vertex =
    shape?.type === "polygon" ? shape.vertices[n % Math.max(1, shape.vertices.length)] : undefined;
  if (what === 0 || !shape)
    addPolygon(p, "ear", [
      [x, y],
      [x + 5, y],
      [x, y + 5],
    ]);
  else if (what === 1) addBox(p, "eye", [x, y, 4, 4]);
  else if (what === 2) addBrush(p, "nose", { mode: "add", radius: 2, path: [x, y] });
  else if (what === 3) addStroke(p, shape.id, { mode: "erase", radius: 2, path: [x, y] });
  else if (what === 4) moveShape(p, shape.id, x, y);
  else if (what === 5) n % 2 ? deleteShape(p, shape.id) : setPart(p, shape.id, "eye");
  else if (what === 6) setAbsent(p, "nose", n % 2 === 0);
  else if (vertex && what === 7) moveVertices(p, shape.id, { [vertex.id]: [x, y] });
  else if (vertex && what === 8) addVertex(p, shape.id, vertex.id, [x, y]);
  else if (vertex) deleteVertex(p, shape.id, vertex.id);
}

describe("merging", () => {
  it("M1: replicas converge whatever three people do between syncs", () => {
    fc.assert(
      fc.property(fc.array(fc.array(edit, { maxLength: 6 }), { maxLength: 5 }), (rounds) => {
        const peers = [peer("a", 1), peer("b", 2), peer("c", 3)];
        const undo = peers.map((p) => createUndoManager(p.doc, p.origin));
        for (const round of rounds) {
          for (const e of round) e.n % 7 === 0 ? undo[e.who]!.undo() : apply(peers[e.who]!, e);
          syncAll(...peers);
        }
        const [a, b, c] = peers.map((p) => readDocument(p.doc));
        expect(b).toEqual(a);
        expect(c).toEqual(a);
      }),
      { numRuns: 150 },
    );
  });

  it("M2: two people move different vertices at once, both moves survive", () => {
    const { a, b, id, ring, v } = pair();
    moveVertices(a, id, { [v[0]!]: [-5, -5] });
    moveVertices(b, id, { [v[2]!]: [15, 15] });
    syncAll(a, b);
    for (const p of [a, b]) {
      expect(ring(p)[0]).toMatchObject({ x: -5, y: -5 });
      expect(ring(p)[2]).toMatchObject({ x: 15, y: 15 });
    }
  });

  it("M3: two insertions on one edge at once both survive, in one order", () => {
    const { a, b, id, ring, v } = pair();
    addVertex(a, id, v[0]!, [3, 0]);
    addVertex(b, id, v[0]!, [7, 0]);
    syncAll(a, b);
    expect(ring(a)).toHaveLength(6);
    expect(ring(a)).toEqual(ring(b));
  });

  it("M4: two strokes on one shape at once both survive", () => {
    const { a, b, id } = pair();
    addStroke(a, id, { mode: "add", radius: 1, path: [1, 1] });
    addStroke(b, id, { mode: "erase", radius: 1, path: [2, 2] });
    syncAll(a, b);
    expect(readShape(a.doc, id)?.strokes).toHaveLength(2);
    expect(readShape(a.doc, id)).toEqual(readShape(b.doc, id));
  });

  it("M5: a vertex moved by one and deleted by another at once stays; after the deletion arrived it is gone", () => {
    const { a, b, id, ring, v } = pair();
    moveVertices(a, id, { [v[1]!]: [20, 0] });
    deleteVertex(b, id, v[1]!);
    syncAll(a, b);
    expect(ring(a)).toEqual(ring(b));
    expect(ring(a)[1]).toMatchObject({ x: 20 });
    deleteVertex(b, id, v[1]!);
    syncAll(a, b);
    expect(moveVertices(a, id, { [v[1]!]: [30, 0] })).toBe(false);
    expect(ring(a).map((x) => x.id)).not.toContain(v[1]);
  });
});

describe("undo", () => {
  it("U1, U4: takes back the own last command only, and redo brings it again", () => {
    const { a, b, id, ring, v } = pair();
    const undo = createUndoManager(a.doc, a.origin);
    moveVertices(a, id, { [v[0]!]: [-5, -5] });
    moveVertices(a, id, { [v[0]!]: [-9, -9], [v[1]!]: [19, 0] });
    moveVertices(b, id, { [v[2]!]: [15, 15] });
    syncAll(a, b);
    const after = readDocument(a.doc);
    undo.undo();
    syncAll(a, b);
    expect(ring(b).map((p) => [p.x, p.y])).toEqual([
      [-5, -5],
      [10, 0],
      [15, 15],
      [0, 10],
    ]);
    undo.redo();
    expect(readDocument(a.doc)).toEqual(after);
    undo.undo();
    undo.undo();
    expect(ring(a)[0]).toMatchObject({ x: 0, y: 0 });
    expect(undo.undo()).toBeNull();
    expect(ring(a)[2]).toMatchObject({ x: 15, y: 15 });
  });

  it("U2: leaves what another wrote since to the same vertex", () => {
    const { a, b, id, ring, v } = pair();
    const undo = createUndoManager(a.doc, a.origin);
    moveVertices(a, id, { [v[0]!]: [-5, -5] });
    syncAll(a, b);
    moveVertices(b, id, { [v[0]!]: [3, 3] });
    syncAll(a, b);
    undo.undo();
    syncAll(a, b);
    expect(ring(a)[0]).toMatchObject({ x: 3, y: 3 });
    expect(ring(b)).toEqual(ring(a));
  });

  it("U3: undoing a deletion brings the other's concurrent edit back too", () => {
    const { a, b, id, ring, v } = pair();
    const undo = createUndoManager(a.doc, a.origin);
    deleteShape(a, id);
    moveVertices(b, id, { [v[2]!]: [15, 15] });
    syncAll(a, b);
    expect(readShape(b.doc, id)).toBeNull();
    undo.undo();
    syncAll(a, b);
    expect(ring(b)[2]).toMatchObject({ x: 15, y: 15 });
    expect(restoreShape(a, id)).toBe(false);
  });

  it("U4: undo and redo of drawing a shape keep what another changed on it", () => {
    const [a, b] = [peer("a", 1), peer("b", 2)];
    const undo = createUndoManager(a.doc, a.origin);
    const id = addPolygon(a, "ear", SQUARE);
    syncAll(a, b);
    const [first] = (readShape(b.doc, id) as PolygonShape).vertices;
    moveVertices(b, id, { [first!.id]: [3, 3] });
    syncAll(a, b);
    undo.undo();
    expect(readDocument(a.doc).shapes).toEqual([]);
    undo.redo();
    syncAll(a, b);
    expect((readShape(b.doc, id) as PolygonShape).vertices[0]).toMatchObject({ x: 3, y: 3 });
  });
});
