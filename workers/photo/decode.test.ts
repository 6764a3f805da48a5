import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { hasShared, sharedFile } from "../testing/shared";
import { decodePhoto, MAX_PIXELS, photoSize } from "./decode";
import { DISPLAY_SIDE, makeRenditions, THUMB_SIDE } from "./renditions";

/** 4 × 2, red on the left half, blue on the right. */
const flag = () =>
  sharp(Buffer.from(Array.from({ length: 8 }, (_, i) => (i % 4 < 2 ? [255, 0, 0] : [0, 0, 255])).flat()), {
    raw: { width: 4, height: 2, channels: 3 },
  });
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: "#777",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  });

const pixel = (photo: { data: Uint8Array; width: number }, x: number, y: number) => [
  ...photo.data.subarray((y * photo.width + x) * 3, (y * photo.width + x) * 3 + 3),
];

describe("decodePhoto", () => {
  test("JPEG, PNG and WebP come out as RGB of their own size", async () => {
    for (const encode of ["jpeg", "png", "webp"] as const) {
      const bytes = await noise(33, 21)[encode]().toBuffer();
      const photo = await decodePhoto(bytes, `photo.${encode}`);
      expect([photo.width, photo.height, photo.data.length]).toEqual([33, 21, 33 * 21 * 3]);
    }
  });

  test("EXIF orientation is applied: 6 is a quarter turn clockwise", async () => {
    const bytes = await flag().withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await photoSize(bytes, "turned.png")).toEqual({ width: 2, height: 4 });
    const photo = await decodePhoto(bytes, "turned.png");
    expect([photo.width, photo.height]).toEqual([2, 4]);
    expect(pixel(photo, 0, 0)).toEqual([255, 0, 0]);
    expect(pixel(photo, 1, 3)).toEqual([0, 0, 255]);
  });

  test("grey, 16-bit, palette and transparent pictures become 8-bit RGB, transparency on white", async () => {
    const grey = await noise(9, 9).greyscale().png().toBuffer();
    const deep = await noise(9, 9).toColourspace("rgb16").png().toBuffer();
    const palette = await flag().png({ palette: true }).toBuffer();
    for (const bytes of [grey, deep, palette]) {
      const photo = await decodePhoto(bytes, "odd.png");
      expect(photo.data.length).toBe(photo.width * photo.height * 3);
    }
    expect(pixel(await decodePhoto(palette, "odd.png"), 0, 0)).toEqual([255, 0, 0]);
    const clear = await sharp({
      create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect(pixel(await decodePhoto(clear, "clear.png"), 0, 0)).toEqual([255, 255, 255]);
  });

  test("a file that ends too early is refused by name with what to do", async () => {
    for (const encode of ["jpeg", "png", "webp"] as const) {
      const bytes = await noise(300, 300)[encode]().toBuffer();
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      const refused = expect(decodePhoto(half, `half.${encode}`)).rejects;
      await refused.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(/^“half\..*” is damaged/),
      });
    }
  });

  test("what is no photograph is refused, whatever its name", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const gif = await flag().gif().toBuffer();
    for (const bytes of [Buffer.from("hello"), Buffer.alloc(0), svg, gif]) {
      await expect(decodePhoto(bytes, "a.jpg")).rejects.toMatchObject({ code: "unsupported_media" });
    }
  });

  test("a decompression bomb is refused by its header, before a pixel is decoded", async () => {
    const side = Math.ceil(Math.sqrt(MAX_PIXELS)) + 1;
    const bomb = await sharp({ create: { width: side, height: side, channels: 3, background: "#000" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(2_000_000);
    // The header alone, with no pixel to decode, is refused with the same words.
    for (const bytes of [bomb, bomb.subarray(0, 1000)])
      await expect(decodePhoto(bytes, "bomb.png")).rejects.toMatchObject({
        code: "too_large",
        message: expect.stringContaining(`${side} × ${side}`),
      });
  });
});

describe("makeRenditions", () => {
  test("display and thumbnail keep the proportions, are never enlarged and carry no metadata", async () => {
    const bytes = await noise(3000, 1500)
      .withMetadata({ orientation: 8 })
      .withExif({ IFD0: { Copyright: "someone" }, IFD3: { GPSLatitudeRef: "N" } })
      .jpeg({ quality: 50 })
      .toBuffer();
    const made = await makeRenditions(bytes, "big.jpg");
    const display = await sharp(made.display).metadata();
    const thumb = await sharp(made.thumb).metadata();
    expect([display.format, display.exif]).toEqual(["webp", undefined]);
    expect(Math.max(display.width, display.height)).toBe(DISPLAY_SIDE);
    expect(Math.max(thumb.width, thumb.height)).toBe(THUMB_SIDE);
    expect(display.width / display.height).toBeCloseTo(made.width / made.height, 2);
    const small = await makeRenditions(await noise(40, 30).png().toBuffer(), "small.png");
    expect((await sharp(small.display).metadata()).width).toBe(40);
  });
});

describe.skipIf(!hasShared)("real photographs", () => {
  test("the first half of a photograph is damaged, the whole is not", async () => {
    const bytes = readFileSync(sharedFile("photos/cats/Siamese.jpg"));
    await expect(makeRenditions(bytes.subarray(0, bytes.length >> 1), "Siamese.jpg")).rejects.toThrow(
      "too early",
    );
    expect((await makeRenditions(bytes, "Siamese.jpg")).display.length).toBeGreaterThan(1000);
  });
});
