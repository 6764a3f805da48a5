import { describe, expect, it } from "vitest";
import { type Drag, overlayDrags, parseAwareness } from "./awareness";
import type { DocumentSnapshot, Shape } from "./snapshot";

const square: Shape = {
  id: "p",
  partId: "ear",
  z: 1,
  createdBy: "u",
  locked: false,
  hidden: false,
  strokes: [],
  type: "polygon",
  vertices: [
    { id: "a", x: 0, y: 0 },
    { id: "b", x: 4, y: 0 },
    { id: "c", x: 4, y: 4 },
  ],
};
const snapshot: DocumentSnapshot = { format: 1, shapes: [square], absent: [], silhouette: [] };
const user = { id: "u", name: "Ana", colour: "#aa00ff" };
const state = (drag: unknown) => ({ user, imageId: "i", cursor: [1, 2], holding: "p", drag });

describe("awareness", () => {
  it("S5: drags of two people on one polygon show together, and the document is untouched", () => {
    const shown = overlayDrags(snapshot, [
      { userId: "u", drag: { kind: "vertices", shapeId: "p", points: { a: [-1, -1] } } },
      { userId: "w", drag: { kind: "vertices", shapeId: "p", points: { c: [9, 9], gone: [0, 0] } } },
      { userId: "x", drag: { kind: "move", shapeId: "nowhere", anchor: [1, 1] } },
    ]);
    expect(shown.shapes).toEqual([
      {
        ...square,
        vertices: [
          { id: "a", x: -1, y: -1 },
          { id: "b", x: 4, y: 0 },
          { id: "c", x: 9, y: 9 },
        ],
      },
    ]);
    expect(square.vertices[0]).toEqual({ id: "a", x: 0, y: 0 });
  });

  it("S5: a move that the document already has is not shown twice", () => {
    const drag: Drag = { kind: "move", shapeId: "p", anchor: [10, 20] };
    const moved = overlayDrags(snapshot, [{ userId: "u", drag }]);
    expect(moved.shapes[0]).toMatchObject({
      vertices: [
        { x: 10, y: 20 },
        { x: 14, y: 20 },
        { x: 14, y: 24 },
      ],
    });
    expect(overlayDrags(moved, [{ userId: "u", drag }])).toEqual(moved);
  });

  it("S5: an outline or stroke in progress is shown in front of everything", () => {
    const stroke = { id: "s", mode: "add" as const, radius: 2, path: [1, 1] };
    const shown = overlayDrags(snapshot, [
      {
        userId: "w",
        drag: {
          kind: "outline",
          shapeId: "n",
          partId: "eye",
          points: [
            [0, 0],
            [1, 0],
            [0, 1],
          ],
        },
      },
      { userId: "x", drag: { kind: "stroke", shapeId: "p", partId: "ear", stroke } },
    ]);
    expect(shown.shapes.map((s) => [s.id, s.type, s.partId, s.strokes.length])).toEqual([
      ["p", "polygon", "ear", 1],
      ["n", "polygon", "eye", 0],
    ]);
  });

  it("S6: well-formed states pass, malformed drags are dropped, malformed users are nobody", () => {
    const drags: Drag[] = [
      { kind: "vertices", shapeId: "p", points: { a: [1, 2] } },
      { kind: "vertices", shapeId: "p", points: {}, also: { q: { b: [3, 4] } } },
      { kind: "move", shapeId: "p", anchor: [1, 2] },
      { kind: "box", shapeId: "p", box: [0, 0, 1, 1] },
      { kind: "outline", shapeId: "p", partId: "e", points: [[0, 1]] },
      {
        kind: "stroke",
        shapeId: "p",
        partId: "e",
        stroke: { id: "s", mode: "erase", radius: 1, path: [0, 0] },
      },
    ];
    for (const drag of drags) expect(parseAwareness(state(drag))).toEqual(state(drag));
    const bad = [
      { kind: "vertices", shapeId: "p", points: { a: [1, Number.NaN] } },
      { kind: "vertices", shapeId: "p", points: {}, also: { q: [1] } },
      { kind: "move", shapeId: "p", anchor: [1] },
      { kind: "box", shapeId: "p", box: [0, 0, -1, 1] },
      { kind: "outline", shapeId: "p", partId: "e", points: [[0]] },
      { kind: "stroke", shapeId: "p", partId: "e", stroke: { path: [] } },
      { kind: "spell", shapeId: "p" },
    ];
    for (const drag of bad) expect(parseAwareness(state(drag))).toEqual(state(null));
    expect(parseAwareness({ ...state(null), cursor: ["x", 1] })?.cursor).toBeNull();
    expect(parseAwareness({ ...state(null), user: { ...user, colour: "url(evil)" } })).toBeNull();
    expect(parseAwareness(null)).toBeNull();
  });
});
