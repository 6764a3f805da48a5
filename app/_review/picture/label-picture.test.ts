import { describe, expect, it } from "vitest";
import { PART_PRESETS, type Part } from "@/core/domain/parts";
import { DIFF_COLOURS, diffPicture, regionPicture } from "./label-picture";

const parts = PART_PRESETS.cat.parts.map((p, i) => ({ ...p, id: `${i}` }) as unknown as Part);
const [EYE, EAR, BODY, BACKGROUND] = [0, 2, 5, 6] as const;
const pixel = (picture: Uint8ClampedArray, i: number) => [...picture.subarray(4 * i, 4 * i + 4)];
const size = { width: 5, height: 5 };
const rows = (...text: string[]) => Uint8Array.from(text.join(""), Number);

// An eye of 3 × 3 in the middle of a body.
const labels = rows("55555", "50005", "50005", "50005", "66666");

describe("the label raster as a picture", () => {
  it("shows every part in its own colour, and nothing outside the photograph", () => {
    const picture = regionPicture(
      Uint8Array.from([EYE, EAR, BODY, BACKGROUND, 255]),
      { width: 5, height: 1 },
      parts,
      null,
    );
    expect(pixel(picture, 0)).toEqual([0, 114, 178, 158]);
    expect(pixel(picture, 1).slice(0, 3)).toEqual([0, 158, 115]);
    expect(pixel(picture, 2)[3]).toBeLessThan(pixel(picture, 1)[3]!);
    expect(pixel(picture, 4)).toEqual([0, 0, 0, 0]);
  });

  it("edges exactly the border pixels of the part in focus", () => {
    const picture = regionPicture(labels, size, parts, EYE);
    const white = [...labels.keys()].filter((i) => String(pixel(picture, i)) === "255,255,255,255");
    expect(white).toEqual([6, 7, 8, 11, 13, 16, 17, 18]);
  });
});

describe("the comparison as a picture", () => {
  const later = rows("55555", "55005", "55000", "55005", "66666");
  const blue = Number.parseInt(DIFF_COLOURS.added.slice(5), 16);

  it("marks added, kept and removed pixels of the part, and only those", () => {
    const picture = diffPicture(labels, later, size, parts, EYE);
    const added = [...labels.keys()].filter((i) => later[i] === EYE && labels[i] !== EYE);
    const kept = [...labels.keys()].filter((i) => later[i] === EYE && labels[i] === EYE);
    const removed = [...labels.keys()].filter((i) => later[i] !== EYE && labels[i] === EYE);
    const withAlpha = (alpha: number) => [...labels.keys()].filter((i) => pixel(picture, i)[3] === alpha);
    expect(pixel(picture, added[0]!)[2]).toBe(blue);
    expect([withAlpha(200), withAlpha(70)]).toEqual([added, kept]);
    // Striped: some of the removed pixels, and no others.
    expect(withAlpha(220).length).toBeGreaterThan(0);
    expect(removed).toEqual(expect.arrayContaining(withAlpha(220)));
  });

  it("is empty of marks when nothing changed", () => {
    const picture = diffPicture(labels, labels, size, parts, null);
    for (const i of labels.keys()) expect([70, 110]).toContain(pixel(picture, i)[3]);
  });
});
