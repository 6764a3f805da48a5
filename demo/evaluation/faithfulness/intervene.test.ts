import { describe, expect, it } from "vitest";
import { DEMO_PARTS, renderDemoImage, renderDemoImageWithout } from "../../collection";
import { intervene, subsetsOf } from "./intervene";
import { drawSample } from "./sample";

/** Small pictures render fast; the network is a stand-in that gives the picture itself back, so that pixels are compared. */
const SIDE = 24;
const sample = drawSample(2, 1).find((s) => s.stratum === "cat with the chair")!;

describe("interventions", () => {
  it("list all subsets, the empty one first", () => {
    expect(subsetsOf([0, 2, 5])).toEqual([0, 1, 4, 5, 32, 33, 36, 37]);
    expect(subsetsOf([])).toEqual([0]);
  });

  it("are the scene rendered without exactly those parts, and without each thing around the cat", async () => {
    const classify = async (rgb: Uint8Array) => Array.from(rgb);
    const found = await intervene(sample.index, classify, SIDE);
    expect(Object.keys(found.without)).toHaveLength(2 ** found.visible.length);
    expect(found.without[0]).toEqual([...renderDemoImage(sample.index, SIDE).rgb]);
    for (const part of found.visible) {
      expect(found.without[1 << part]).toEqual([...renderDemoImageWithout(sample.index, part, SIDE).rgb]);
    }
    // Without eyes and Background: differs from without either alone.
    const background = 1 << (DEMO_PARTS.length - 1);
    const [pair, alone] = [found.without[background | (1 << found.visible[0]!)], found.without[background]];
    expect(pair).not.toEqual(alone);

    expect(found.scenery.at(-1)!.name).toBe("backdrop");
    expect(found.scenery.map((s) => s.name)).toContain("tartan armchair");
    for (const { logits, pixels } of found.scenery) {
      if (pixels > 0) expect(logits).not.toEqual(found.without[0]);
    }
    const labels = new Uint8Array(Buffer.from(found.labels, "base64"));
    const scenery = new Uint8Array(Buffer.from(found.sceneryLabels, "base64"));
    for (const [i, label] of labels.entries()) {
      expect(scenery[i] === 0).toBe(label !== DEMO_PARTS.length - 1);
    }
    const counted = found.scenery.reduce((sum, s) => sum + s.pixels, 0);
    expect(counted).toBe(scenery.filter((s) => s > 0).length);
  });
});
