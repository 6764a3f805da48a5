import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { DEEPLAB, hasShared, labels, SQUEEZENET, sharedFile } from "../testing/shared";
import { checkOutput } from "./output-shape";
import { validateModelFile } from "./validate";

describe("checkOutput", () => {
  const names = (n: number) => Array.from({ length: n }, (_, i) => `class ${i}`);
  test.each([
    ["classifier", [1, 5], 5],
    ["classifier", [1, 5, 1, 1], 5],
    ["segmenter", [1, 3, 64, 48], 3],
    ["segmenter", [1, 1, 64, 48], 2],
  ] as const)("%s %j fits %i names", (kind, shape, n) => {
    expect(checkOutput(kind, shape, names(n))).toBe(shape[1]);
  });
  test.each([
    ["classifier", [1, 5], 4, /5 classes.*4 class names/],
    ["classifier", [1, 5, 7, 7], 5, /not a classifier/],
    ["classifier", [5], 5, /not a classifier/],
    ["segmenter", [1, 5], 5, /not a segmenter/],
    ["segmenter", [1, 64, 48, 3], 3, /64 classes.*3 class names/],
  ] as const)("%s %j with %i names is refused", (kind, shape, n, message) => {
    expect(() => checkOutput(kind, shape, names(n))).toThrow(message);
  });
});

describe.skipIf(!hasShared)("validateModelFile on real networks", () => {
  const file = (m: typeof SQUEEZENET) => sharedFile(m.file);

  test("accepts a classifier and a segmenter, from bytes and from a path", async () => {
    const bytes = await readFile(file(SQUEEZENET));
    const names = labels(SQUEEZENET.labels);
    expect(await validateModelFile(bytes, "classifier", SQUEEZENET.transform, names)).toEqual({
      outputShape: [1, 1000],
      classCount: 1000,
    });
    const voc = labels(DEEPLAB.labels);
    expect(await validateModelFile(file(DEEPLAB), "segmenter", DEEPLAB.transform, voc)).toEqual({
      outputShape: [1, 21, 513, 513],
      classCount: 21,
    });
  });

  test("says what is wrong: kind, input size, class names", async () => {
    const names = labels(SQUEEZENET.labels);
    const wrong = (...args: Parameters<typeof validateModelFile>) =>
      expect(validateModelFile(...args)).rejects;
    const { transform } = SQUEEZENET;
    await wrong(file(SQUEEZENET), "segmenter", transform, names).toThrow("not a segmenter");
    await wrong(file(SQUEEZENET), "classifier", transform, names.slice(1)).toThrow("999 class names");
    const other = { ...transform, size: { width: 200, height: 200 } };
    await wrong(file(SQUEEZENET), "classifier", other, names).toThrow(
      "does not take an image of 3 × 200 × 200",
    );
  });

  test("a file that is no network is refused", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "models-"));
    try {
      const text = path.join(folder, "text.onnx");
      writeFileSync(text, "version https://git-lfs.github.com/spec/v1");
      await expect(validateModelFile(text, "classifier", SQUEEZENET.transform, ["a"])).rejects.toMatchObject({
        code: "unsupported_model",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
