import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { partSums } from "@/core/analysis/scores/part-sums";
import type { Drag } from "@/core/annotation/awareness";
import { modelFrame } from "@/core/annotation/raster/frame";
import { rasterise } from "@/core/annotation/raster/rasterise";
import { EMPTY_SNAPSHOT } from "@/core/annotation/snapshot";
import * as arb from "@/core/annotation/testing/arbitraries";
import { PART_PRESETS, type Part } from "@/core/domain/parts";
import type { InputTransform } from "@/core/domain/spaces";
import { LiveScores } from "./live-scores";
import { Overlay } from "./overlay";

const parts = arb.PARTS.map((p, i): Part => ({ ...PART_PRESETS.cat.parts[i]!, ...p }));
const transform: InputTransform = {
  size: { width: 24, height: 24 },
  resize: "shorter-side",
  resizeTo: 28,
  scale: 1,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
};
const relevance = Float32Array.from({ length: 24 * 24 }, (_, i) => Math.sin(i));

describe("live scores", () => {
  it("equal a score job's sums after any sequence of drawings and silhouettes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(arb.snapshot, arb.silhouette), { minLength: 1, maxLength: 4 }),
        (steps) => {
          const live = new LiveScores(transform, arb.IMAGE, parts, relevance);
          for (const [snapshot, silhouette] of steps) {
            const labels = rasterise({
              snapshot,
              parts,
              silhouette,
              frame: modelFrame(transform, arb.IMAGE),
            });
            const sums = live.update(snapshot, silhouette);
            expect(sums).toEqual(partSums(relevance, labels, parts.length));
            expect(live.update(snapshot, silhouette)).toBe(sums);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("Overlay", () => {
  it("is the same object until the drawing or a drag changes", () => {
    const overlay = new Overlay();
    const drag: Drag = {
      kind: "outline",
      shapeId: "n",
      partId: "ear",
      points: [
        [0, 0],
        [5, 0],
        [5, 5],
      ],
    };
    expect(overlay.update(EMPTY_SNAPSHOT, [])).toBe(EMPTY_SNAPSHOT);
    const shown = overlay.update(EMPTY_SNAPSHOT, [{ userId: "u", drag }]);
    expect(shown.shapes).toHaveLength(1);
    expect(overlay.update(EMPTY_SNAPSHOT, [{ userId: "u", drag }])).toBe(shown);
    expect(overlay.update(EMPTY_SNAPSHOT, [{ userId: "u", drag: { ...drag } }])).not.toBe(shown);
  });
});
