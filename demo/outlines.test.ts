import { describe, expect, it } from "vitest";
import { composeScene } from "./generator/compose";
import { renderScene } from "./generator/render";
import { type OutlinePoint, outlineParts } from "./outlines";

/** Even–odd at pixel centres: the slow, obvious way to fill a polygon. */
function fill(polygons: readonly OutlinePoint[][], width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const ring of polygons) {
        let odd = false;
        for (let i = 0; i < ring.length; i++) {
          const [ax, ay] = ring[i]!;
          const [bx, by] = ring[(i + 1) % ring.length]!;
          if (ay > y + 0.5 !== by > y + 0.5 && x + 0.5 < ax + ((y + 0.5 - ay) / (by - ay)) * (bx - ax))
            odd = !odd;
        }
        if (odd) out[y * width + x] = 1;
      }
    }
  }
  return out;
}

function iou(filled: Uint8Array, labels: Uint8Array, part: number): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < labels.length; i++) {
    const a = filled[i] === 1;
    const b = labels[i] === part;
    if (a && b) both++;
    if (a || b) either++;
  }
  return both / either;
}

describe("outlines", () => {
  it("traces a square by its four corners", () => {
    const labels = new Uint8Array(100);
    for (let y = 2; y < 7; y++) for (let x = 3; x < 9; x++) labels[y * 10 + x] = 1;
    const [outline] = outlineParts(labels, 10, 10, [1]);
    expect(outline!.box).toEqual({ x: 3, y: 2, width: 6, height: 5 });
    expect(outline!.pixels).toBe(30);
    expect(iou(fill(outline!.polygons, 10, 10), labels, 1)).toBeGreaterThan(0.85);
  });

  it("leaves out parts that are not visible", () => {
    expect(outlineParts(new Uint8Array(64), 8, 8, [1, 2])).toEqual([]);
  });

  it("fills back to the exact part (IoU ≥ 0.85 from 60 pixels on) with at most 24 corners", () => {
    const size = 224;
    let checked = 0;
    for (const [i, main] of (
      ["tabby cat", "Persian cat", "Siamese cat", "Egyptian cat", "ginger cat"] as const
    ).entries()) {
      const { scene } = composeScene({ seed: 900 + i, main, beside: [], share: 0 });
      const { labels } = renderScene(scene, size, size);
      for (const outline of outlineParts(labels, size, size, [0, 1, 2, 3, 4])) {
        expect(outline.polygons.flat().length).toBeLessThanOrEqual(24);
        if (outline.pixels < 60) continue;
        checked++;
        expect(
          iou(fill(outline.polygons, size, size), labels, outline.part),
          `${main} part ${outline.part}`,
        ).toBeGreaterThanOrEqual(0.85);
      }
    }
    expect(checked).toBeGreaterThan(12);
  });
});
