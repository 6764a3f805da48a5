import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Shape } from "../snapshot";
import * as arb from "../testing/arbitraries";
import { slowRaster } from "../testing/slow-raster";
import { imageFrame, intersectClips, joinClips, NO_PART } from "./frame";
import { prepareGround } from "./ground";
import { paintShapes, rasterise, shapeClip } from "./rasterise";

const input = fc.record({
  snapshot: arb.snapshot,
  silhouette: arb.silhouette,
  frame: arb.frame,
  parts: fc.constantFrom(
    arb.PARTS,
    arb.PARTS.filter((p) => p.kind !== "rest"),
  ),
});

const box = (id: string, partId: string, b: [number, number, number, number], z = 1): Shape => ({
  id,
  partId,
  z,
  type: "box",
  box: b,
  createdBy: "u",
  locked: false,
  hidden: false,
  strokes: [],
});
const draw = (shapes: Shape[], silhouette: Uint8Array | null = null, parts = arb.PARTS) =>
  rasterise({
    snapshot: { format: 1, shapes, absent: [], silhouette: [] },
    parts,
    silhouette: silhouette && { ...arb.IMAGE, data: silhouette },
    frame: imageFrame(arb.IMAGE),
  });
const at = (labels: Uint8Array, x: number, y: number) => labels[y * arb.IMAGE.width + x];
const everywhere = () => new Uint8Array(arb.IMAGE.width * arb.IMAGE.height).fill(255);

describe("the raster", () => {
  it("P2–P9: equals the pixel-by-pixel reference in every frame", () => {
    fc.assert(
      fc.property(input, (i) => {
        expect(rasterise(i)).toEqual(slowRaster(i));
      }),
      { numRuns: 400 },
    );
  });

  it("P1: gives every pixel of the photograph exactly one existing part, and 255 to padding", () => {
    fc.assert(
      fc.property(input, (i) => {
        const { image, map, width } = i.frame;
        rasterise(i).forEach((label, index) => {
          const x = ((index % width) + 0.5 - map.offsetX) / map.scaleX;
          const y = (Math.floor(index / width) + 0.5 - map.offsetY) / map.scaleY;
          const outside = x < 0 || y < 0 || x >= image.width || y >= image.height;
          if (outside) expect(label).toBe(NO_PART);
          else expect(i.parts.map((p) => p.position)).toContain(label);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("P2: a box covers the pixels whose centres are inside, left and top edges included", () => {
    const labels = draw([box("a", "ear", [2.5, 3.5, 2, 1])]);
    expect([1, 2, 3, 4, 5].map((x) => at(labels, x, 3))).toEqual([4, 0, 0, 4, 4]);
    expect([2, 3, 4, 5].map((y) => at(labels, 3, y))).toEqual([4, 0, 4, 4]);
  });

  it("P2: polygons with a common edge share no pixel and leave no gap", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 5, max: 35, noNaN: true }), { minLength: 2, maxLength: 6 }),
        (xs) => {
          const n = xs.length - 1;
          const seam = xs.map((x, i) => [x, (30 * i) / n] as const);
          const polygon = (id: string, partId: string, ring: (readonly [number, number])[]): Shape => ({
            ...box(id, partId, [0, 0, 0, 0]),
            type: "polygon",
            vertices: ring.map(([x, y], i) => ({ id: `${i}`, x, y })),
          });
          const left = polygon("l", "ear", [[0, 0], ...seam, [0, 30]]);
          const right = polygon("r", "nose", [[40, 0], ...seam, [40, 30]]);
          const [only, other] = [draw([left]), draw([right])];
          for (let i = 0; i < only.length; i++) expect((only[i] === 0) !== (other[i] === 2)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("P5, P6: a part ends at the silhouette, the rest of which is Body", () => {
    const mask = everywhere().fill(0, 0, 15 * arb.IMAGE.width);
    const labels = draw([box("a", "ear", [0, 10, 10, 10])], mask);
    expect(at(labels, 5, 12)).toBe(4);
    expect(at(labels, 5, 16)).toBe(0);
    expect(at(labels, 20, 16)).toBe(3);
  });

  it("P6: without a rest part the uncovered silhouette is background", () => {
    const labels = draw(
      [],
      everywhere(),
      arb.PARTS.filter((p) => p.kind !== "rest"),
    );
    expect(new Set(labels)).toEqual(new Set([4]));
  });

  it("P7: without a silhouette a shape counts whole and nothing is rest", () => {
    expect(new Set(draw([box("a", "ear", [0, 0, 5, 5])]))).toEqual(new Set([0, 4]));
  });

  it("P8: priority before z, z before position", () => {
    const b: [number, number, number, number] = [0, 0, 10, 10];
    expect(at(draw([box("a", "eye", b, 1), box("b", "ear", b, 9)], everywhere()), 5, 5)).toBe(1);
    expect(at(draw([box("a", "ear", b, 2), box("b", "nose", b, 1)], everywhere()), 5, 5)).toBe(0);
    expect(at(draw([box("a", "nose", b, 1), box("b", "ear", b, 1)], everywhere()), 5, 5)).toBe(2);
  });

  it("P10: renewing only where a shape was and is equals a whole repaint", () => {
    fc.assert(
      fc.property(input, arb.shape("s0"), ({ snapshot, parts, silhouette, frame }, next) => {
        const ground = prepareGround(parts, silhouette, snapshot.silhouette, frame);
        const labels = new Uint8Array(ground.labels.length);
        paintShapes(ground, snapshot.shapes, parts, labels);
        const before = snapshot.shapes.find((s) => s.id === "s0") ?? next;
        const after = [...snapshot.shapes.filter((s) => s.id !== "s0"), next];
        const joined = joinClips(shapeClip(before, frame), shapeClip(next, frame));
        const clip = intersectClips(joined, { x0: 0, y0: 0, x1: frame.width, y1: frame.height });
        if (clip) paintShapes(ground, after, parts, labels, clip);
        expect(labels).toEqual(
          rasterise({ snapshot: { ...snapshot, shapes: after }, parts, silhouette, frame }),
        );
      }),
      { numRuns: 200 },
    );
  });
});
