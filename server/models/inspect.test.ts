import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { InputTransform } from "@/core/domain/spaces";
import { inspectNetwork } from "./inspect";

const SHARED = path.resolve(import.meta.dirname, "../../../shared/models");
const there = existsSync(SHARED);
const transform = (side: number): InputTransform => ({
  size: { width: side, height: side },
  resize: "stretch",
  scale: 1 / 255,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  channelOrder: "RGB",
});
const names = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);
const inspect = (file: string, kind: "classifier" | "segmenter", classes: number, side: number) =>
  inspectNetwork(readFileSync(path.join(SHARED, file)), {
    kind,
    classNames: names(classes),
    transform: transform(side),
  });

describe("registering networks", () => {
  it("refuses what is no network", () => {
    const bytes = new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n");
    expect(() =>
      inspectNetwork(bytes, { kind: "classifier", classNames: ["a"], transform: transform(8) }),
    ).toThrow(/LFS/);
  });

  it.skipIf(!there)("says that a real classifier can be explained, and how (needs ../shared/models)", () => {
    const { usable, inspection } = inspect("squeezenet1.1.onnx", "classifier", 1000, 224);
    expect(usable).toBe(true);
    expect(inspection.layers.some((layer) => layer.op === "Conv")).toBe(true);
    expect(inspection).toMatchObject({ inputShape: [1, 3, 224, 224], unsupported: [] });
    expect(inspection.summary).toContain("1000 classes");
  });

  it.skipIf(!there)("names what contradicts the file (needs ../shared/models)", () => {
    expect(() => inspect("squeezenet1.1.onnx", "classifier", 1001, 224)).toThrow(/1000 classes.*1001 names/);
    expect(() => inspect("squeezenet1.1.onnx", "classifier", 1000, 299)).toThrow(/224 × 224/);
    expect(() => inspect("deeplabv3_mnv2_pascal.onnx", "segmenter", 20, 513)).toThrow(/21 classes/);
  });

  it.skipIf(!there)("tells a segmenter from a classifier (needs ../shared/models)", () => {
    expect(inspect("deeplabv3_mnv2_pascal.onnx", "segmenter", 21, 513).usable).toBe(true);
    const wrong = inspect("squeezenet1.1.onnx", "segmenter", 1000, 224);
    expect(wrong.usable).toBe(false);
    expect(wrong.inspection.summary).toMatch(/Cannot be used/);
  });
});
