import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  boundsOf,
  centre,
  nearestEdge,
  type Point,
  pointInPolygon,
  segmentDistance2,
  signedArea,
} from "./polygon";
import { flatten, simplify } from "./simplify";
import { firstSelfIntersection } from "./validity";

const SQUARE: Point[] = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
];
const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const path = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 30 });

describe("geometry", () => {
  it("knows area, bounds and centre of a square", () => {
    expect(signedArea(SQUARE)).toBe(16);
    expect(signedArea([...SQUARE].reverse())).toBe(-16);
    expect(boundsOf(SQUARE)).toEqual({ minX: 0, minY: 0, maxX: 4, maxY: 4 });
    expect(centre(SQUARE)).toEqual([2, 2]);
    expect(boundsOf([])).toBeNull();
  });

  it("P2: every point is in exactly one tile of a tiling, borders included", () => {
    const half = fc.integer({ min: 0, max: 15 }).map((v) => v / 2);
    fc.assert(
      fc.property(half, half, (x, y) => {
        const owners = [0, 4].flatMap((ox) =>
          [0, 4].filter((oy) =>
            pointInPolygon(
              SQUARE.map(([px, py]) => [px + ox, py + oy]),
              [x, y],
            ),
          ),
        );
        expect(owners).toHaveLength(1);
      }),
    );
  });

  it("finds the nearest edge and the place on it", () => {
    expect(nearestEdge(SQUARE, [5, 1])).toEqual({ index: 1, point: [4, 1], distance: 1 });
    expect(nearestEdge(SQUARE, [-3, 2])).toEqual({ index: 3, point: [0, 2], distance: 3 });
    expect(nearestEdge([], [0, 0])).toBeNull();
  });

  it("simplifies within the tolerance and keeps the ends", () => {
    fc.assert(
      fc.property(path, fc.double({ min: 0.01, max: 20, noNaN: true }), (points, tolerance) => {
        const kept = simplify(points, tolerance);
        expect(kept[0]).toEqual(points[0]);
        expect(kept.at(-1)).toEqual(points.at(-1));
        for (const [x, y] of points) {
          const d2 = kept
            .slice(1)
            .map((b, i) => segmentDistance2(x, y, kept[i]![0], kept[i]![1], b[0], b[1]));
          expect(Math.sqrt(Math.min(...d2))).toBeLessThanOrEqual(tolerance + 1e-9);
        }
      }),
    );
    expect(
      simplify(
        [
          [0, 0],
          [1, 0.001],
          [2, 0],
        ],
        0.1,
      ),
    ).toEqual([
      [0, 0],
      [2, 0],
    ]);
    expect(flatten([[1.234, 5.678]])).toEqual([1.2, 5.7]);
  });

  it("V2: star-shaped rings are simple; swapping two neighbours of a convex one is not", () => {
    const radii = fc.array(fc.double({ min: 1, max: 9, noNaN: true }), { minLength: 5, maxLength: 30 });
    const star = (rs: number[]) =>
      rs.map((r, i): Point => {
        const angle = (2 * Math.PI * i) / rs.length;
        return [r * Math.cos(angle), r * Math.sin(angle)];
      });
    fc.assert(
      fc.property(radii, (rs) => {
        expect(firstSelfIntersection(star(rs))).toBeNull();
      }),
    );
    const round = star(Array(8).fill(5));
    [round[2], round[3]] = [round[3]!, round[2]!];
    expect(firstSelfIntersection(round)).toEqual([1, 3]);
  });
});
