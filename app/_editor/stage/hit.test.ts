import { describe, expect, it } from "vitest";
import type { BoxShape, BrushShape, PolygonShape } from "@/core/annotation/snapshot";
import { edgeAt, handleAt, resizeBox, shapeAt, vertexAt } from "./hit";

const common = { partId: "p", z: 1, createdBy: "u", locked: false, hidden: false, strokes: [] };
const face: PolygonShape = {
  ...common,
  id: "face",
  type: "polygon",
  vertices: [
    { id: "a", x: 0, y: 0 },
    { id: "b", x: 100, y: 0 },
    { id: "c", x: 100, y: 100 },
    { id: "d", x: 0, y: 100 },
  ],
};
const eye: BoxShape = { ...common, id: "eye", type: "box", box: [20, 20, 10, 10], z: 0 };
const spot: BrushShape = {
  ...common,
  id: "spot",
  type: "brush",
  strokes: [
    { id: "1", mode: "add", radius: 10, path: [200, 50, 240, 50] },
    { id: "2", mode: "erase", radius: 4, path: [220, 50] },
  ],
};
const snapshot = { format: 1 as const, shapes: [eye, face, spot], absent: [], silhouette: [] };

describe("hit testing", () => {
  it("finds the smaller shape inside a larger one, whichever is in front", () => {
    expect(shapeAt(snapshot, [25, 25], 2)?.id).toBe("eye");
    expect(shapeAt(snapshot, [60, 60], 2)?.id).toBe("face");
    expect(shapeAt(snapshot, [150, 60], 2)).toBeNull();
  });

  it("reaches a little beyond an outline, but not into what was erased", () => {
    expect(shapeAt(snapshot, [101.5, 50], 2)?.id).toBe("face");
    expect(shapeAt(snapshot, [103, 50], 2)).toBeNull();
    expect(shapeAt(snapshot, [205, 50], 2)?.id).toBe("spot");
    expect(shapeAt(snapshot, [220, 50], 2)).toBeNull();
  });

  it("does not find hidden shapes", () => {
    expect(shapeAt({ ...snapshot, shapes: [{ ...eye, hidden: true }] }, [25, 25], 2)).toBeNull();
  });

  it("finds vertices and edges, the closing edge included", () => {
    expect(vertexAt(face, [98, 2], 5)).toBe("b");
    expect(vertexAt(face, [50, 2], 5)).toBeNull();
    expect(edgeAt(face, [1, 50], 5)).toEqual({ afterId: "d", point: [0, 50] });
    expect(edgeAt(face, [50, 50], 5)).toBeNull();
  });

  it("resizes a box by its handles, also beyond the opposite side", () => {
    expect(handleAt(eye.box, [20, 20], 3)).toBe("nw");
    expect(handleAt(eye.box, [25, 31], 3)).toBe("s");
    expect(resizeBox(eye.box, "se", [40, 50])).toEqual([20, 20, 20, 30]);
    expect(resizeBox(eye.box, "w", [50, 0])).toEqual([30, 20, 20, 10]);
  });
});
