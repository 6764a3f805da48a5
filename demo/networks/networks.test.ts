import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DEMO_IMAGES, DEMO_PARTS, demoPhotoUrl, renderDemoImage } from "../collection";
import { DEMO_CLASSES, SEGMENT_CLASSES } from "../generator/classes";
import { decodeFor, loadNetwork, readCard } from "../tools/network";

describe("the demo networks", () => {
  it("are described by their sidecars and stay small", () => {
    const vgg = readCard("demo-vgg");
    expect(vgg.classNames).toEqual([...DEMO_CLASSES]);
    expect(vgg.groups!.filter((g) => g.isTarget).map((g) => g.classIndices)).toEqual([[0, 1, 2, 3, 4]]);
    expect(vgg.groups!.flatMap((g) => g.classIndices).sort((a, b) => a - b)).toEqual([
      ...DEMO_CLASSES.keys(),
    ]);
    expect(readCard("demo-deeplab").classNames).toEqual([...SEGMENT_CLASSES]);
    const bytes = ["demo-vgg", "demo-deeplab"].map(
      (n) => statSync(new URL(`./${n}.onnx`, import.meta.url)).size,
    );
    expect(bytes[0]! + bytes[1]!).toBeLessThan(15e6);
  });

  it("find the cat of demo photographs: IoU with the exact silhouette ≥ 0.85 on average", async () => {
    const network = await loadNetwork("demo-deeplab");
    const cat = SEGMENT_CLASSES.indexOf("cat");
    const background = DEMO_PARTS.length - 1;
    const plane = 224 * 224;
    let sum = 0;
    let n = 0;
    for (let index = 1; index < DEMO_IMAGES.length; index += 23) {
      const out = await network.run(await decodeFor(network.card, readFileSync(demoPhotoUrl(index))));
      const { labels } = renderDemoImage(index, 224);
      let both = 0;
      let either = 0;
      for (let i = 0; i < plane; i++) {
        let best = 0;
        for (let c = 1; c < SEGMENT_CLASSES.length; c++)
          if (out[c * plane + i]! > out[best * plane + i]!) best = c;
        const truth = labels[i] !== background;
        if (best === cat && truth) both++;
        if (best === cat || truth) either++;
      }
      sum += both / either;
      n++;
    }
    expect(n).toBeGreaterThanOrEqual(9);
    console.info(`mean IoU of ${n} cats: ${(sum / n).toFixed(3)}`);
    expect(sum / n).toBeGreaterThanOrEqual(0.85);
  });
});
