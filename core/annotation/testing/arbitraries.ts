import fc from "fast-check";
import type { PartId } from "@/core/domain/ids";
import type { Frame } from "../raster/frame";
import type { RasterPart, SilhouetteMask } from "../raster/ground";
import { backToFront, type DocumentSnapshot, type Shape, type Stroke } from "../snapshot";

export const IMAGE = { width: 40, height: 30 };

/** Two parts of equal priority, one above them, a rest and a background. */
export const PARTS: RasterPart[] = [
  { id: "ear" as PartId, kind: "part", priority: 10, position: 0 },
  { id: "eye" as PartId, kind: "part", priority: 20, position: 1 },
  { id: "nose" as PartId, kind: "part", priority: 10, position: 2 },
  { id: "body" as PartId, kind: "rest", priority: 0, position: 3 },
  { id: "ground" as PartId, kind: "background", priority: 0, position: 4 },
];

/** Halves and whole numbers come up often: pixel centres and borders are where rasters go wrong. */
const coordinate = (extent: number) =>
  fc.oneof(
    fc.integer({ min: -10, max: 2 * extent + 10 }).map((v) => v / 2),
    fc.double({ min: -5, max: extent + 5, noNaN: true }),
  );
const point = fc.tuple(coordinate(IMAGE.width), coordinate(IMAGE.height));

export const stroke: fc.Arbitrary<Stroke> = fc.record({
  id: fc.constant("s"),
  mode: fc.constantFrom("add" as const, "erase" as const),
  radius: fc.constantFrom(0.4, 1, 2.5, 6),
  path: fc.array(point, { minLength: 1, maxLength: 5 }).map((p) => p.flat()),
});

const common = {
  partId: fc.constantFrom("ear", "eye", "nose", "body", "nowhere"),
  z: fc.integer({ min: 0, max: 3 }),
  createdBy: fc.constant("u"),
  locked: fc.boolean(),
  hidden: fc.boolean(),
  strokes: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(stroke, { maxLength: 3 })),
};

export const shape = (id: string): fc.Arbitrary<Shape> =>
  fc.oneof(
    fc.record({
      ...common,
      id: fc.constant(id),
      type: fc.constant("polygon" as const),
      vertices: fc.array(point, { maxLength: 8 }).map((ps) => ps.map(([x, y], i) => ({ id: `v${i}`, x, y }))),
    }),
    fc.record({
      ...common,
      id: fc.constant(id),
      type: fc.constant("box" as const),
      box: fc
        .tuple(point, point)
        .map(([[x, y], [w, h]]) => [x, y, Math.abs(w), Math.abs(h)] as [number, number, number, number]),
    }),
    fc.record({ ...common, id: fc.constant(id), type: fc.constant("brush" as const) }),
  );

export const snapshot: fc.Arbitrary<DocumentSnapshot> = fc
  .record({
    shapes: fc
      .integer({ min: 0, max: 5 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => shape(`s${i}`)))),
    absent: fc.constantFrom([], ["eye"]),
    silhouette: fc.oneof(fc.constant([]), fc.array(stroke, { maxLength: 2 })),
  })
  .map((s) => ({ format: 1 as const, ...s, shapes: [...s.shapes].sort(backToFront) }));

export const silhouette: fc.Arbitrary<SilhouetteMask | null> = fc.option(
  fc
    .record({ width: fc.constantFrom(7, 20, 40), height: fc.constantFrom(5, 15, 30) })
    .chain(({ width, height }) =>
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height })
        .map((data) => ({ width, height, data })),
    ),
);

/** The photograph's grid, a stretched one, a centre crop, and one with padding. */
export const frame: fc.Arbitrary<Frame> = fc.constantFrom<Frame>(
  { ...IMAGE, image: IMAGE, map: { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 } },
  { width: 24, height: 24, image: IMAGE, map: { scaleX: 0.6, scaleY: 0.8, offsetX: 0, offsetY: 0 } },
  {
    width: 22,
    height: 22,
    image: IMAGE,
    map: { scaleX: 33 / 40, scaleY: 25 / 30, offsetX: -5, offsetY: -1 },
  },
  { width: 24, height: 24, image: IMAGE, map: { scaleX: 0.6, scaleY: 0.6, offsetX: 0, offsetY: 0 } },
);
