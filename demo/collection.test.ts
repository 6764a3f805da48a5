import { existsSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import {
  DEMO_IMAGE_SIZE,
  DEMO_IMAGES,
  DEMO_PARTS,
  demoBreed,
  demoGroup,
  demoOutlines,
  demoPhotoUrl,
  renderDemoImage,
  renderDemoImageWithout,
} from "./collection";
import { CAT_CLASSES, DEMO_CLASSES, isCat } from "./generator/classes";
import { outlineParts } from "./outlines";
import { argmax, decodeFor, loadNetwork } from "./tools/network";

/** Images looked at closely: spread over the collection, few enough to be quick. */
const SAMPLE = [0, 57, 123, 200];

describe("the demo collection", () => {
  it("holds 210 images: 160 decided for the cat group, 25 for other animals, 25 for things", () => {
    const counts = { cat: 0, "other animal": 0, thing: 0 };
    for (const i of DEMO_IMAGES.keys()) counts[demoGroup(i)]++;
    expect(counts).toEqual({ cat: 160, "other animal": 25, thing: 25 });
  });

  it("is well formed: one cat an image, known classes, a photograph on disk, outlines inside the picture", () => {
    expect(new Set(DEMO_IMAGES.map((d) => d.seed)).size).toBe(DEMO_IMAGES.length);
    expect(new Set(DEMO_IMAGES.map((d) => d.file)).size).toBe(DEMO_IMAGES.length);
    DEMO_IMAGES.forEach((image, i) => {
      expect([image.main, ...image.beside].filter(isCat)).toHaveLength(1);
      expect(DEMO_CLASSES).toContain(image.top1);
      expect(CAT_CLASSES).toContain(image.explained);
      if (isCat(image.top1)) expect(image.explained).toBe(image.top1);
      expect(existsSync(demoPhotoUrl(i)), image.file).toBe(true);
      const outlines = demoOutlines(i);
      expect(outlines.size).toBeGreaterThanOrEqual(3);
      for (const [part, rings] of outlines) {
        expect(DEMO_PARTS).toContain(part);
        expect(rings.flat().length).toBeLessThanOrEqual(24);
        for (const ring of rings) {
          expect(ring.length).toBeGreaterThanOrEqual(4);
          for (const [x, y] of ring) {
            expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
            expect(Math.max(x, y)).toBeLessThanOrEqual(DEMO_IMAGE_SIZE);
          }
        }
      }
    });
  });

  it("has mistakes among the cats, the planted one first: others taken for the breed of the chair", () => {
    const fooled = DEMO_IMAGES.filter(
      (d, i) =>
        d.beside.includes("tartan armchair") && demoBreed(i) !== "Egyptian cat" && d.top1 === "Egyptian cat",
    );
    expect(fooled.length).toBeGreaterThanOrEqual(5);
  });

  it("is what the generator makes: photographs and outlines follow from the seeds", async () => {
    for (const index of SAMPLE) {
      const { rgb, labels, width, height } = renderDemoImage(index);
      const { data } = await sharp(readFileSync(demoPhotoUrl(index)))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      let squares = 0;
      for (let i = 0; i < rgb.length; i++) squares += (rgb[i]! - data[i]!) ** 2;
      // Compression costs some decibels; a different scene would be near 10.
      expect(10 * Math.log10(255 ** 2 / (squares / rgb.length)), `image ${index}`).toBeGreaterThan(24);
      const fresh = outlineParts(labels, width, height, [0, 1, 2, 3, 4], { minPixels: 40 });
      expect(new Map(fresh.map((o) => [DEMO_PARTS[o.part], o.polygons]))).toEqual(demoOutlines(index));
    }
  });

  it("is decided by the committed network as the file says", async () => {
    const network = await loadNetwork("demo-vgg");
    for (let index = 3; index < DEMO_IMAGES.length; index += 15) {
      const logits = await network.run(await decodeFor(network.card, readFileSync(demoPhotoUrl(index))));
      expect(DEMO_CLASSES[argmax(logits)], `image ${index}`).toBe(DEMO_IMAGES[index]!.top1);
    }
  });

  it("can be rendered without a part", () => {
    const nose = DEMO_PARTS.indexOf("Nose");
    const { labels, truth } = renderDemoImageWithout(0, nose, 112);
    expect(labels.includes(nose)).toBe(false);
    expect(truth.parts[nose]!.visible).toBe(false);
  });
});
