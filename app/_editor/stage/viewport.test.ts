import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitTo, keepInSight, toImagePoint, toScreenPoint, zoomAt } from "./viewport";

const extent = fc.integer({ min: 50, max: 4000 });
const size = fc.record({ width: extent, height: extent });

describe("the viewport", () => {
  it("fitTo shows the whole photograph, centred", () => {
    fc.assert(
      fc.property(
        size,
        size.filter((s) => s.width > 100 && s.height > 100),
        (image, stage) => {
          const view = fitTo(image, stage);
          const [x0, y0] = toScreenPoint(view, [0, 0]);
          const [x1, y1] = toScreenPoint(view, [image.width, image.height]);
          expect(x0 + x1).toBeCloseTo(stage.width, 6);
          expect(y0 + y1).toBeCloseTo(stage.height, 6);
          expect(Math.min(x0, y0)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it("zooming keeps what is under the cursor under it", () => {
    const view = { zoom: 1.3, x: -40, y: 77 };
    const before = toImagePoint(view, 200, 150);
    for (const factor of [0.2, 0.9, 1.7, 900]) {
      const after = toImagePoint(zoomAt(view, [200, 150], factor, 0.05), 200, 150);
      expect(after[0]).toBeCloseTo(before[0], 9);
      expect(after[1]).toBeCloseTo(before[1], 9);
    }
  });

  it("the photograph cannot be pushed out of sight", () => {
    const image = { width: 300, height: 200 };
    const stage = { width: 800, height: 600 };
    for (const [x, y] of [
      [9999, 0],
      [-9999, 0],
      [0, 9999],
      [0, -9999],
    ] as const) {
      const view = keepInSight({ zoom: 1, x, y }, image, stage);
      const [sx, sy] = toScreenPoint(view, [0, 0]);
      expect(sx).toBeLessThanOrEqual(720);
      expect(sx + 300).toBeGreaterThanOrEqual(80);
      expect(sy).toBeLessThanOrEqual(520);
      expect(sy + 200).toBeGreaterThanOrEqual(80);
    }
  });
});
